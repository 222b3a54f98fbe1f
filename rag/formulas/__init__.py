"""Named finance formulas as data, one file a family, and what is done with them: found by name, computed, written out.

>>> from rag.answer import CalculationInput
>>> profit = CalculationInput("operating_income", "1200000000", "JPY", None, None)
>>> sales = CalculationInput("revenue", "10000000000", "JPY", None, None)
>>> compute("operating_margin", [profit, sales], "en").result
CalculationResult(value='12', unit='percent')
>>> [found.keys for found in find_formulas("自己資本比率とＲＯＥは？")]
[('equity_ratio',), ('roe', 'roe_from_factors')]
"""

from rag.formulas.base import Formula, Input
from rag.formulas.compute import compute, name_of_input, plain
from rag.formulas.names import FormulaMention, find_formulas, formula_named
from rag.formulas.registry import FORMULAS

__all__ = [
    "FORMULAS",
    "Formula",
    "FormulaMention",
    "Input",
    "compute",
    "find_formulas",
    "formula_named",
    "name_of_input",
    "plain",
]
