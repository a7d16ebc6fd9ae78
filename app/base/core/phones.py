"""Telephone numbers as people write them, kept in one form."""

MOST = 40
"""Signs of the longest way to write a number."""
FRANCE = 33
FICTION = range(6_39_98_00_00, 6_39_98_99_99 + 1)
"""Mobile numbers that Arcep keeps for films and demonstrations: nobody will ever have one."""


def e164(text: str) -> str | None:
    """Return a number as `+33612345678`, or None when `text` is no number one can call.

    French unless it says another country; `+33 (0)6 12 34 56 78` is read too.
    """
    import phonenumbers  # noqa: PLC0415 - its tables are read when somebody types a number

    if len(text) > MOST:
        return None
    try:
        read = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return None
    invented = read.country_code == FRANCE and read.national_number in FICTION
    if not invented and not phonenumbers.is_valid_number(read):
        return None
    return str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))


def spoken(number: str) -> str:
    """Return a number as a French reader says it: `06 12 34 56 78`; others with their country."""
    digits = number.removeprefix("+33")
    french = 9
    if number.startswith("+33") and len(digits) == french and digits.isdigit():
        whole = f"0{digits}"
        return " ".join(whole[at : at + 2] for at in range(0, 10, 2))
    return number


def masked(number: str) -> str:
    """Return a number that its owner knows again: `06 … 78`."""
    said = spoken(number)
    return f"{said[:3].strip()} … {said[-2:]}"
