"""What the palette offers: the commands of the screen it was opened on, and those of the app."""

from textual_enhanced.commands import Command, CommandHits, CommandsProvider

from studyplan.tui.commands.everywhere import EVERYWHERE


class ScreenCommands(CommandsProvider):
    """The commands that can be used now."""

    def commands(self) -> CommandHits:
        """Yield the screen's own commands first, each only where it can be used now."""
        own: tuple[type[Command], ...] = getattr(self.screen, "COMMAND_MESSAGES", ())
        for command in dict.fromkeys((*own, *EVERYWHERE)):
            yield from self.maybe(command)
