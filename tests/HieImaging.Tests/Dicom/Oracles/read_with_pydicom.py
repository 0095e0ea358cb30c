"""Reads the files named on standard input, one a line, and writes for each a JSON array of [path, VR, value]; null for one that it refuses.

Text is decoded, its values joined by a backslash; numbers and tags are hexadecimal, little endian; all other bytes are a length and the start of a SHA-256.
"""
import hashlib
import json
import struct
import sys
import warnings

from pydicom import config, dcmread
from pydicom.dataelem import DataElement
from pydicom.multival import MultiValue

warnings.simplefilter("ignore")
config.settings.reading_validation_mode = config.IGNORE
config.replace_un_with_known_vr = False
NUMBERS = {"US": "H", "SS": "h", "UL": "I", "SL": "i", "UV": "Q", "SV": "q", "FL": "f", "FD": "d"}
WORDS = {"OW": 2, "OF": 4, "OL": 4, "OD": 8, "OV": 8}
TEXT = {"AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UI", "UR", "UT"}


def swapped(value, size):
    whole = len(value) - len(value) % size
    return b"".join(value[at:at + size][::-1] for at in range(0, whole, size)) + value[whole:]


def text(vr, value):
    return "" if value is None else str(value) if vr == "PN" else str(getattr(value, "original_string", value))


def shown(element: DataElement, little_endian):
    vr, value = element.VR, element.value
    values = list(value) if isinstance(value, (MultiValue, list)) else [] if value is None or value == "" else [value]
    if vr in TEXT:
        return "\\".join(text(vr, one) for one in values)
    if vr in NUMBERS:
        return struct.pack("<%d%s" % (len(values), NUMBERS[vr]), *values).hex()
    if vr == "AT":
        return b"".join(struct.pack("<HH", tag >> 16, tag & 0xFFFF) for tag in values).hex()
    data = value or b""
    if not little_endian and vr in WORDS:
        data = swapped(data, WORDS[vr])
    return "%d %s" % (len(data), hashlib.sha256(data).hexdigest()[:16])


def walk(dataset, path, little_endian, rows):
    for tag in sorted(dataset.keys()):
        where = path + "%08X" % tag
        try:
            element = dataset[tag]
            if element.VR == "SQ":
                rows.append([where, "SQ", str(len(element.value))])
                for index, item in enumerate(element.value):
                    walk(item, "%s[%d]/" % (where, index), little_endian, rows)
            else:
                rows.append([where, element.VR, shown(element, little_endian)])
        except Exception as refusal:
            rows.append([where, "??", type(refusal).__name__])


def main():
    for line in sys.stdin:
        rows = []
        try:
            dataset = dcmread(line.rstrip("\n"))
            walk(dataset, "", dataset.is_little_endian is not False, rows)
        except Exception:
            rows = None
        print(json.dumps(rows, ensure_ascii=True))


main()
