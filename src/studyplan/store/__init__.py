"""The SQLite file: the event log, the tables folded from it, and the shipped content.

Statements are SQL text on one connection of the standard library. SQLModel declares the tables
(tables.py) and is loaded only where a schema is made or checked: docs/decisions.md has the figures.
"""
