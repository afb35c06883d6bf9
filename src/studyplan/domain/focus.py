"""What an interview weighs: competencies by the role or the company that it is for.

The weights are a judgement of this project, from what such interviews are known to ask; they say
what a minute is worth, not what may be left out. A competency that is not named weighs 1.
"""

from collections.abc import Mapping

GENERAL = "general"
FOCUSES: Mapping[str, Mapping[str, float]] = {
    GENERAL: {},
    "ranking": {"K05": 1.5, "K07": 2, "K08": 3, "K09": 2, "K10": 1.5, "K14": 1.5, "K13": 0.5},
    "meta-ranking": {"K05": 1.5, "K07": 3, "K08": 3, "K09": 2, "K10": 2, "K12": 1.5, "K14": 2},
    "ads": {"K02": 1.5, "K04": 1.5, "K05": 1.5, "K07": 1.5, "K08": 2, "K12": 4, "K14": 2},
    "search": {"K05": 1.5, "K06": 2, "K07": 3, "K08": 2, "K11": 3, "K12": 0.5, "K13": 0.5},
    "integrity": {"K03": 2, "K05": 2, "K06": 1.5, "K13": 4, "K18": 2, "K12": 0.5},
    "ml-platform": {"K03": 1.5, "K04": 3, "K16": 4, "K17": 3, "K18": 3, "K10": 0.5, "K12": 0.5},
    "experimentation": {"K05": 3, "K14": 4, "K15": 4, "K10": 1.5, "K17": 0.5},
}
"""Name → competency id → weight."""
