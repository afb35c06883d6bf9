"""The keys that can be pressed now, in one line at the bottom."""

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.content import Content
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class _Key:
    """A key where it stands in the line."""

    begin: int
    end: int
    key: str
    tooltip: str
    enabled: bool


class Footer(Widget):
    """One widget that draws all keys.

    Textual's footer has a widget a key and makes them anew whenever a key comes or goes: 6 ms a
    time, and those that were there before are never given back.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"footer--key", "footer--description"}
    DEFAULT_CSS = """
    Footer {
        dock: bottom;
        height: 1;
        width: 1fr;
        text-wrap: nowrap;
        text-overflow: clip;
        color: $footer-foreground;
        background: $footer-background;
        .footer--key {
            color: $footer-key-foreground;
            background: $footer-key-background;
            text-style: bold;
        }
        .footer--description {
            color: $footer-description-foreground;
            background: $footer-description-background;
        }
    }
    """

    _keys: tuple[_Key, ...] = ()

    def on_mount(self) -> None:
        """Draw the line again when a key comes or goes."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def render(self) -> Content:
        """Each key, and what it does."""
        key_style = self.get_visual_style("footer--key")
        description_style = self.get_visual_style("footer--description")
        shown: dict[str, Any] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show:
                shown.setdefault(active.binding.action, active)
        parts: list[Content] = []
        keys, place = [], 0
        for _, binding, enabled, tooltip in shown.values():
            part = Content.assemble(
                (f" {self.app.get_key_display(binding)} ", key_style),
                (f"{binding.description} ", description_style),
            )
            parts.append(part if enabled else part.stylize("dim"))
            end = place + part.cell_length
            keys.append(_Key(place, end, binding.key, tooltip or binding.description, enabled))
            place = end
        self._keys = tuple(keys)
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Do what the key would do."""
        if (one := self._at(event.x)) is not None:
            if one.enabled:
                self.app.simulate_key(one.key)
            else:
                self.app.bell()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say more about the key under the mouse."""
        one = self._at(event.x)
        self.tooltip = None if one is None else one.tooltip

    def _at(self, column: int) -> _Key | None:
        return next((one for one in self._keys if one.begin <= column < one.end), None)

    def _changed(self, screen: object) -> None:
        if screen is self.screen and self.app.app_focus:
            self.refresh()
