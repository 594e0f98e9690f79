import re
from difflib import get_close_matches

from odoo import api, fields, models
from odoo.fields import Domain

from ..const import SPECIES

# how alike a misspelt name must be (1.0 = equal) before it is read as a breed
LIKENESS = 0.84


class CattleBreed(models.Model):
    """A breed of cattle or buffalo, under the names the field knows it by."""

    _name = "cattle.breed"
    _description = "Cattle Breed"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    species = fields.Selection(SPECIES, required=True, default="cattle", index=True)
    sequence = fields.Integer(
        default=10, help="Non-descript comes first: most animals are."
    )
    active = fields.Boolean(default=True)
    # origin
    home_tract = fields.Char()
    status = fields.Selection(
        [
            ("non_descript", "Non-descript"),
            ("indigenous", "Indigenous"),
            ("crossbred", "Crossbred"),
            ("synthetic", "Synthetic"),
            ("exotic", "Exotic"),
        ],
        required=True,
        default="indigenous",
    )
    register_number = fields.Char(help="Row in the list this breed was taken from.")
    confidence = fields.Selection(
        [
            ("high", "High"),
            ("medium", "Medium"),
            ("memory", "From memory"),
            ("verify", "To be verified"),
        ],
        required=True,
        default="medium",
        help="How sure we are of this row. What is to be verified stays archived.",
    )
    # spelling
    aliases = fields.Char(
        help="Other names and spellings, separated by commas, such as “HF, HF cross”.",
    )

    _species_name_unique = models.UniqueIndex(
        "(species, lower(name))",
        "This species already has a breed of that name (it may be archived).",
    )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for breed, vals in zip(self, vals_list, strict=True):
            if "name" not in (default or {}):
                vals["name"] = self.env._("%(breed)s (copy)", breed=breed.name)
        return vals_list

    @api.model
    def _search_display_name(self, operator, value):
        domain = Domain(super()._search_display_name(operator, value))
        if operator != "ilike" or not isinstance(value, str):
            return domain
        key = self._spelling_key(value)
        index = self._get_spellings() if key else {}
        ids = {
            breed.id
            for (_species, spelling), breeds in index.items()
            if key in spelling
            for breed in breeds
        }
        return domain | Domain("id", "in", list(ids))

    @api.model
    def _match(self, species, text, spellings=None):
        """Find the breed somebody meant.

        Case, spaces, dots and dashes do not count; aliases do; a small slip of the
        pen is forgiven when it can mean one breed only.

        :param species: "cattle", "buffalo" or False when it is not known
        :param str text: the breed as it was written, such as "hf X" or "Murra"
        :param dict spellings: what :meth:`_get_spellings` gave, for many calls
        :return: one breed, or an empty recordset when none or several fit
        """
        key = self._spelling_key(text)
        if not key:
            return self.browse()
        if spellings is None:
            spellings = self._get_spellings()
        all_species = [species] if species else [code for code, _label in SPECIES]
        exact = [spellings.get((code, key), self.browse()) for code in all_species]
        breeds = self.browse().union(*exact) or self._match_nearly(
            all_species, key, spellings
        )
        return breeds if len(breeds) == 1 else self.browse()

    @api.model
    def _match_nearly(self, all_species, key, spellings):
        known = {
            spelling: breeds
            for (code, spelling), breeds in spellings.items()
            if code in all_species and len(spelling) > 3
        }
        close = get_close_matches(key, known, n=1, cutoff=LIKENESS)
        return known[close[0]] if close else self.browse()

    @api.model
    def _get_spellings(self):
        """Map (species, spelling key) to the active breeds written that way."""
        spellings = {}
        for breed in self.search([("active", "=", True)]):
            for text in [breed.name, *(breed.aliases or "").split(",")]:
                if key := self._spelling_key(text):
                    place = (breed.species, key)
                    spellings[place] = spellings.get(place, self.browse()) | breed
        return spellings

    @api.model
    def _spelling_key(self, text):
        """Reduce a spelling to what is compared: "H.F. Cross-bred" -> "hfx"."""
        words = re.sub(r"[^\w\s]|_", " ", str(text or "").lower())
        words = re.sub(r"\b(cross\s?bred|cross\s?breed|cross|cb)\b", " x ", words)
        words = re.sub(r"\b(non)\s+(descript)", r"\1\2", words)
        parts = words.split()
        if "x" in parts:  # "Cross HF" and "HF cross" are the same animal
            parts = [part for part in parts if part != "x"] + ["x"]
        return "".join(parts)
