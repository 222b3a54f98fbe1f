"""All formulas by key."""

from __future__ import annotations

from rag.formulas.balance import BALANCE
from rag.formulas.base import Formula
from rag.formulas.basics import BASICS
from rag.formulas.cash import CASH
from rag.formulas.profit import PROFIT
from rag.formulas.returns import RETURNS
from rag.formulas.value import VALUE

FORMULAS: dict[str, Formula] = {**BASICS, **PROFIT, **BALANCE, **RETURNS, **CASH, **VALUE}
