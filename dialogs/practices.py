"""All practices, by the side they serve, each list in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.engine import Dialog
from dialogs.hold import HOLD
from dialogs.plans import PLAN
from dialogs.reach_more import MORE_REACH
from dialogs.reach_out import REACH_OUT
from dialogs.soothe import SOOTHE
from dialogs.soothe_more import MORE_SOOTHE

PRACTICES: tuple[Dialog, ...] = (*SOOTHE, HOLD, PLAN, *MORE_SOOTHE, *REACH_OUT, *MORE_REACH)
SIDES: Mapping[str, tuple[str, ...]] = {
    "soothe": tuple(dialog.name for dialog in (*SOOTHE, HOLD, PLAN, *MORE_SOOTHE)),
    "reach": tuple(dialog.name for dialog in (*REACH_OUT, *MORE_REACH)),
}
