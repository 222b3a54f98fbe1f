"""How good the answers are: suites of cases, scorers that need no model, a runner and a report."""
