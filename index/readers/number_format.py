"""Numbers and dates of a worksheet as its formats show them: thousands, percent, brackets, ▲, 年月日."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|_(?P<padding>.)|\*(?P<fill>.)|(?P<digits>[#0?](?:[#0?,.]*[#0?.,])?)'
    r"|(?P<general>General)|(?P<exponent>[Ee][+-]0+)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_DATE_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|_.|\*.|(?P<half>AM/PM|A/P|上午/下午)|(?P<era>g{1,3})|(?P<of_era>e{1,2})'
    r"|(?P<part>y+|m+|d+|a{3,4}|h+|s+(?:\.0+)?)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_ERAS = (("令和", 2019, 5, 1), ("平成", 1989, 1, 8), ("昭和", 1926, 12, 25))
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MOST_DECIMALS = 12
_LONGEST = 200


def shown(value: object, form: str) -> str:
    """A cell's value as a person sees it.

    >>> shown(-1234.5, '#,##0;"△"#,##0'), shown(0.123, "0.0%"), shown(-59, "#,##0_);(#,##0)")
    ('△1,235', '12.3%', '(59)')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _date(value, form[:_LONGEST])
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, int | float):
        try:
            return _number(Decimal(repr(value)), form[:_LONGEST])
        except (InvalidOperation, ValueError, OverflowError):
            return str(value)
    return str(value)


def _number(value: Decimal, form: str) -> str:
    if not value.is_finite():
        return ""
    sections = _sections(form)
    section, signed = sections[0], value < 0
    if value < 0 and len(sections) > 1:
        section, signed = sections[1], False
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    tokens = list(_TOKEN.finditer(section))
    digits = next((one["digits"] for one in tokens if one["digits"]), None)
    if any(one["general"] for one in tokens) or not section or section == "@":
        return _general(value)
    if any(one["exponent"] for one in tokens):
        return f"{value:.{_decimals(digits or '')}E}"
    parts, done = [], False
    percent = sum(one["other"] == "%" for one in tokens)
    for one in tokens:
        if one["digits"]:
            if not done:
                parts.append(_digits(abs(value) * 100**percent, one["digits"]))
            done = True
        else:
            parts.append(_literal(one))
    text = "".join(parts).strip()
    nothing = digits is not None and not re.search(r"[1-9]", text)
    return f"-{text}" if signed and text and not nothing else text


def _sections(form: str) -> list[str]:
    """The parts of a format for positive, negative and zero; marks within quotes part nothing."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', form)


def _literal(token: re.Match[str]) -> str:
    if token["bracket"] is not None:
        symbol = re.match(r"\$([^-\]]*)", token["bracket"])  # [$¥-411]; [Red] is a colour
        return symbol.group(1) if symbol else ""
    if token["padding"] or token["fill"]:
        return ""
    return token["quoted"] or token["escaped"] or token["other"] or ""


def _decimals(digits: str) -> int:
    return min(len(digits.partition(".")[2].replace(",", "")), _MOST_DECIMALS)


def _digits(value: Decimal, digits: str) -> str:
    """A number by its placeholders: a comma within them groups thousands, commas behind them divide by a thousand."""
    scaled = len(digits) - len(digits.rstrip(","))
    whole, _, _ = digits.rstrip(",").partition(".")
    value = (value / 1000**scaled).quantize(Decimal(1).scaleb(-_decimals(digits)), ROUND_HALF_UP)
    text = f"{value:,f}" if "," in whole else f"{value:f}"
    optional = len(digits) - len(digits.rstrip("#?")) if "." in digits else 0
    for _ in range(optional):
        text = text.removesuffix("0") if "." in text else text
    text = text.removesuffix(".") if not digits.rstrip(",").endswith(".") else text
    least = whole.count("0")
    if "," not in whole and least > 1:
        head, dot, tail = text.partition(".")
        text = head.zfill(least) + dot + tail
    return text.removeprefix("0") if least == 0 and "." in text else text


def _general(value: Decimal) -> str:
    """A number without a format: what a cell of usual width shows of it, without the noise of binary fractions."""
    if value == value.to_integral_value():
        return f"{value:f}".partition(".")[0]
    text = f"{value:.11g}"
    return f"{Decimal(text):f}".rstrip("0").rstrip(".")


def _date(value: datetime.date | datetime.time, form: str) -> str:
    """A date by its format; as ISO where the format names no part of a date."""
    section = _sections(form)[0]
    tokens = list(_DATE_TOKEN.finditer(section))
    if not any(one["part"] or one["era"] for one in tokens) or "general" in section.lower():
        return _iso(value)
    halves = any(one["half"] for one in tokens)
    parts = []
    for place, one in enumerate(tokens):
        if one["part"]:
            parts.append(_date_part(value, one["part"], _is_minute(tokens, place), halves))
        elif one["era"] or one["of_era"]:
            parts.append(_era(value, bool(one["era"])))
        elif one["half"]:
            parts.append("AM" if getattr(value, "hour", 0) < 12 else "PM")
        else:
            parts.append(one["quoted"] or one["escaped"] or one["other"] or "")
    return "".join(parts).strip()


def _iso(value: datetime.date | datetime.time) -> str:
    text = value.isoformat()
    return text.removesuffix("T00:00:00").replace("T", " ")


def _is_minute(tokens: list[re.Match[str]], place: int) -> bool:
    """Whether an m stands between hours and seconds."""
    before = next((one["part"] for one in reversed(tokens[:place]) if one["part"]), "")
    after = next((one["part"] for one in tokens[place + 1 :] if one["part"]), "")
    return before[:1].lower() == "h" or after[:1].lower() == "s"


def _date_part(value: datetime.date | datetime.time, part: str, minute: bool, halves: bool) -> str:
    letter, long = part[0].lower(), len(part)
    if letter in "hs" or (letter == "m" and minute):
        clock = {
            "h": getattr(value, "hour", 0),
            "m": getattr(value, "minute", 0),
            "s": getattr(value, "second", 0),
        }
        number = clock[letter]
        if letter == "h" and halves:
            number = (number - 1) % 12 + 1
        return f"{number:02}" if long > 1 else str(number)
    if not isinstance(value, datetime.date):
        return ""
    if letter == "y":
        return f"{value.year:04}" if long > 2 else f"{value.year % 100:02}"
    if letter == "a":
        return "月火水木金土日"[value.weekday()] + ("曜日" if long > 3 else "")
    number, name = (
        (value.month, _MONTHS[value.month - 1]) if letter == "m" else (value.day, _DAYS[value.weekday()])
    )
    return (name if long > 3 else name[:3]) if long > 2 else f"{number:02}" if long > 1 else str(number)


def _era(value: datetime.date | datetime.time, name: bool) -> str:
    if not isinstance(value, datetime.date):
        return ""
    for era, *start in _ERAS:
        if (value.year, value.month, value.day) >= tuple(start):
            return era if name else str(value.year - start[0] + 1)
    return "" if name else str(value.year)
