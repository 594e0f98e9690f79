from odoo import api, models
from odoo.tools import SQL

from ..tools.register_row import is_same_person, name_key
from ..tools.register_words import SCIENTIFIC


class CattleHerdRegister(models.AbstractModel):
    """Whose animal a row is: an owner we know, or one to be created.

    A mobile number is shared by a family, so the name counts as well.
    """

    _inherit = "cattle.herd.register"

    @api.model
    def _resolve_owners(self, rows, company):
        """Give each row its ``owner_id`` or the ``owner_key`` of a new owner."""
        rows = [row for row in rows if row.has("owner") or row.has("mobile")]
        mobiles = {row.number: self._read_mobile(row) for row in rows}
        by_mobile = self._find_owners_by_mobile(
            set(mobiles.values()) - {False}, company
        )
        by_name = self._find_owners_by_name(
            {row.text("owner") for row in rows if not mobiles[row.number]}, company
        )
        new_owners = {}  # mobile -> names to be created
        for row in rows:
            mobile = mobiles[row.number]
            if mobile:
                self._match_by_mobile(row, mobile, by_mobile, new_owners)
            elif mobile is False:
                self._match_by_name(row, by_name)

    @api.model
    def _read_mobile(self, row):
        """Return the mobile in E.164, False if it is missing, None if it is wrong."""
        text = row.text("mobile")
        if not text:
            return False
        mobile = self.env["res.partner"]._to_e164(text)
        if mobile:
            return mobile
        if SCIENTIFIC.match(text):
            sentence = self.env._(
                "Excel has shortened the mobile number to “%(text)s”: make the column "
                "text and type the number again.",
                text=text,
            )
        else:
            sentence = self.env._(
                "“%(text)s” is not an Indian mobile number: ten digits, the first of "
                "them 6, 7, 8 or 9.",
                text=text,
            )
        row.fail("mobile", sentence)
        return None

    @api.model
    def _find_owners_by_mobile(self, mobiles, company):
        partners = self.env["res.partner"].search(
            [
                ("phone", "in", list(mobiles)),
                ("company_id", "in", [False, company.id]),
            ],
            order="is_cattle_owner DESC NULLS LAST, id",
        )
        return partners.grouped("phone")

    @api.model
    def _find_owners_by_name(self, names, company):
        lowered = tuple({name.lower() for name in names if name})
        if not lowered:
            return {}
        self.env["res.partner"].flush_model(["name", "is_cattle_owner"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM res_partner
                    WHERE is_cattle_owner AND active AND lower(name) IN %s""",
                lowered,
            )
        )
        partners = self.env["res.partner"].search(
            [
                ("id", "in", [partner_id for (partner_id,) in rows]),
                ("company_id", "in", [False, company.id]),
            ]
        )
        return partners.grouped(lambda partner: name_key(partner.name))

    @api.model
    def _match_by_mobile(self, row, mobile, by_mobile, new_owners):
        name = row.text("owner")
        known = by_mobile.get(mobile, self.env["res.partner"])
        if not name and len(known) == 1:
            row.vals["owner_id"] = known.id
            row.note(self.env._("Owner found by mobile: %(name)s.", name=known.name))
            return
        if not name:
            row.fail("owner", self.env._("The owner's name is missing."))
            return
        for partner in known:
            if is_same_person(name, partner.name):
                row.vals["owner_id"] = partner.id
                self._note_spelling(row, name, partner.name)
                return
        if known:
            row.note(
                self.env._(
                    "The mobile is also that of %(names)s; %(name)s is taken as "
                    "another person.",
                    names=", ".join(known.mapped("name")),
                    name=name,
                )
            )
        row.owner_key = self._share_new_owner(row, mobile, name, new_owners)

    @api.model
    def _share_new_owner(self, row, mobile, name, new_owners):
        """Several animals of one new owner stand in one file."""
        names = new_owners.setdefault(mobile, [])
        for other_name in names:
            if is_same_person(name, other_name):
                self._note_spelling(row, name, other_name)
                return (mobile, other_name)
        names.append(name)
        return (mobile, name)

    @api.model
    def _note_spelling(self, row, name, known_name):
        if name_key(name) != name_key(known_name):
            row.note(
                self.env._(
                    "Owner “%(name)s” taken as %(known)s, who has the same mobile.",
                    name=name,
                    known=known_name,
                )
            )

    @api.model
    def _match_by_name(self, row, by_name):
        name = row.text("owner")
        if not name:
            row.fail("owner", self.env._("The owner's name and mobile are missing."))
            return
        owners = by_name.get(name_key(name), self.env["res.partner"])
        if len(owners) > 1 and row.text("village"):
            place = row.text("village").lower()
            owners = owners.filtered(
                lambda owner: (owner.village or "").lower() == place
            )
        if len(owners) == 1:
            row.vals["owner_id"] = owners.id
            row.note(self.env._("No mobile given: owner found by name."))
            return
        row.fail(
            "mobile",
            self.env._(
                "The mobile number is missing, and the name alone does not tell which "
                "owner %(name)s is.",
                name=name,
            ),
        )

    @api.model
    def _create_owners(self, rows, company):
        """Create each new owner of the rows once."""
        new_rows = {}
        for row in rows:
            if row.owner_key:
                new_rows.setdefault(row.owner_key, row)
        owners = self.env["res.partner"].with_context(tracking_disable=True)
        owners = owners.create(
            [
                self._prepare_owner_vals(row, mobile, name, company)
                for (mobile, name), row in new_rows.items()
            ]
        )
        ids = dict(zip(new_rows, owners.ids, strict=True))
        for row in rows:
            if row.owner_key:
                row.vals["owner_id"] = ids[row.owner_key]

    @api.model
    def _prepare_owner_vals(self, row, mobile, name, company):
        return {
            "name": name,
            "phone": mobile,
            "is_cattle_owner": True,
            "village": row.text("village") or False,
            "country_id": company.country_id.id,
        }
