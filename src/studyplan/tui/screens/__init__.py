"""The screens, a module and a stylesheet each."""
