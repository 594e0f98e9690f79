"""Reading a herd register as a co-operative keeps it: CSV or XLSX. No ORM here."""

import re

from odoo.addons.agent_mlm.tools.table_file import (
    HEADER_SEARCH_ROWS,
    TableFileError,
    read_table,
)

# what the columns are called; compared without case, spaces and signs
HEADERS = {
    "tag": "tag tagno tagnumber tagid eartag eartagno eartagnumber pashuaadhaar "
    "pashuaadhar uid rfid टैग टैगनंबर",
    "species": "species animal animaltype typeofanimal cattlebuffalo पशु प्रजाति",
    "breed": "breed breedname nasl नस्ल",
    "animal_class": "class animalclass category stage",
    "sex": "sex gender mf ling लिंग",
    "age": "age ageyears ageinyears ageyrs ageyr ageinyrs umar उम्र आयु",
    "milk": "milk milklitres milklitresaday milklitresperday milkyield milkperday "
    "milklday milkltr milkltrs milkltrday yield yieldlitres dailymilk "
    "milklitersperday milkinlitres milklit दूध",
    "owner": "owner ownername ownersname nameofowner farmer farmername "
    "nameoffarmer membername member name पशुपालक मालिक नाम",
    "mobile": "mobile mobileno mobilenumber phone phoneno phonenumber contact "
    "contactno cell मोबाइल फोन",
    "village": "village villagename gaon gram place गांव गाँव ग्राम",
    "value": "value marketvalue valuers price cost amount suminsured animalvalue "
    "valueinrs marketvaluers मूल्य कीमत",
}
REQUIRED = ("tag", "owner")


def _heading_key(heading):
    """Reduce a heading to what is compared: "Tag No." -> "tagno"."""
    return re.sub(r"[\s\W_]", "", heading.lower()) or heading.strip()


COLUMN_BY_KEY = {
    _heading_key(key): column
    for column, keys in HEADERS.items()
    for key in keys.split()
}


def read_register(content):
    """Read the rows of a herd register.

    Encoding, delimiter and header row are found out; empty rows are left out.

    :param bytes content: the file
    :return: list of (row number as the spreadsheet shows it, {column: text}), and
        the headings of columns that were not understood
    :raise TableFileError: if it is no register
    """
    table = read_table(content)
    header_index, columns = _find_header(table)
    rows = [
        (number, cells)
        for number, raw in enumerate(table[header_index + 1 :], header_index + 2)
        if any((cells := _pick(raw, columns)).values())
    ]
    if not rows:
        raise TableFileError("no_rows")
    ignored = [
        heading.strip()
        for index, heading in enumerate(table[header_index])
        if heading.strip() and index not in columns.values()
    ]
    return rows, ignored


def _pick(raw, columns):
    return {
        column: " ".join(raw[index].split()) if index < len(raw) else ""
        for column, index in columns.items()
    }


def find_column(heading):
    """Return the column a heading means: "Milk (Ltr./day)" -> "milk", or None."""
    return COLUMN_BY_KEY.get(_heading_key(heading))


def _find_header(table):
    """Return the index of the header row and where each column stands."""
    best, best_columns = 0, {}
    for row_index, row in enumerate(table[:HEADER_SEARCH_ROWS]):
        columns = {}
        for index, heading in enumerate(row):
            if column := find_column(heading):
                columns.setdefault(column, index)
        if len(columns) > len(best_columns):
            best, best_columns = row_index, columns
    missing = [column for column in REQUIRED if column not in best_columns]
    if missing:
        raise TableFileError("no_header", missing=missing, found=list(best_columns))
    return best, best_columns
