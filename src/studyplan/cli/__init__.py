"""The command line: data to stdout, narration to stderr, an exit status that scripts can trust."""
