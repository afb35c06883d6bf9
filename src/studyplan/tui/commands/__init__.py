"""What a person can do in the app: one class a command.

Each class is key, footer entry, palette entry and help at once: its name is the title, its
docstring the explanation, its name also what config.yaml calls it under `keys`.
"""
