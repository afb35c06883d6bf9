"""Our looks: calm, one accent; a person's config.yaml names the theme to start with."""

from textual.theme import Theme

DARK = Theme(
    name="studyplan",
    primary="#7aa2c9",
    secondary="#8fa7bf",
    accent="#e0b060",
    foreground="#d8dee6",
    background="#14181d",
    surface="#191e24",
    panel="#20262d",
    success="#86b97f",
    warning="#e0b060",
    error="#d97a7a",
    dark=True,
    variables={"footer-key-foreground": "#e0b060", "border-blurred": "#39424c"},
)
LIGHT = Theme(
    name="studyplan-light",
    primary="#2f6391",
    secondary="#4a6378",
    accent="#8a5a00",
    foreground="#1e242a",
    background="#faf9f6",
    surface="#f3f1ec",
    panel="#e9e6df",
    success="#2f6b34",
    warning="#8a5a00",
    error="#a02f2f",
    dark=False,
    variables={"footer-key-foreground": "#8a5a00"},
)
THEMES = (DARK, LIGHT)
