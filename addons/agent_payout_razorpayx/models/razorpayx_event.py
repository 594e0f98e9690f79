import hashlib
import json
from datetime import UTC, datetime, timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import PAISE_PER_RUPEE, SILENCE_MINUTES

# of what RazorpayX writes about a payout, all that is kept: no bank details
KEPT = (
    "id",
    "reference_id",
    "status",
    "amount",
    "currency",
    "utr",
    "mode",
    "fees",
    "tax",
    "status_details",
    "failure_reason",
    "created_at",
)


class RazorpayxEvent(models.Model):
    """A message of RazorpayX's webhook, kept before anything is made of it.

    The database lets an event in once, however often and however many at once it is
    delivered; what it says is carried over by a job, which may be run again.
    """

    _name = "razorpayx.event"
    _description = "RazorpayX Event"
    _order = "id desc"

    account_id = fields.Many2one(
        "razorpayx.account", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    name = fields.Char(string="Event", readonly=True)
    event_ref = fields.Char(string="Event ID", required=True, readonly=True)
    digest = fields.Char(
        string="SHA-256",
        required=True,
        readonly=True,
        help="Of the bytes as they came: another ID does not make them another event.",
    )
    received_at = fields.Datetime(string="Received", required=True, readonly=True)
    occurred_at = fields.Datetime(string="Happened", readonly=True)
    # what it is about
    entity = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    reference = fields.Char(string="Our reference", readonly=True, index=True)
    payout_ref = fields.Char(string="RazorpayX ID", readonly=True)
    status = fields.Char(string="Status at RazorpayX", readonly=True)
    amount = fields.Float(digits=(16, 2), readonly=True, help="In rupees.")
    utr = fields.Char(string="UTR", readonly=True)
    # what came of it
    payout_id = fields.Many2one(
        "razorpayx.payout", readonly=True, index="btree_not_null"
    )
    outcome = fields.Selection(
        [
            ("new", "Waits to be applied"),
            ("applied", "Applied"),
            ("repeated", "Nothing new"),
            ("late", "Overtaken by a later one"),
            ("held", "Refused by the books"),
            ("mismatch", "Contradicts the payout"),
            ("unknown", "Not one of our payouts"),
            ("ignored", "Not used"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    applied_at = fields.Datetime(string="Applied", readonly=True)

    _event_uniq = models.UniqueIndex(
        "(account_id, event_ref)", "This event was received already."
    )
    _digest_uniq = models.UniqueIndex(
        "(account_id, digest)", "This event was received already."
    )

    def copy_data(self, default=None):
        """Refuse: an event is what RazorpayX sent."""
        raise UserError(self.env._("Events come from RazorpayX only."))

    @api.model
    def _receive(self, account, body, event_ref):
        """Keep an event whose signature was verified, and have a job apply it.

        :param bytes body: as it came
        :param str event_ref: RazorpayX's id, the same in every repeat
        :return: the event, or none if it was received before
        """
        digest = hashlib.sha256(body).hexdigest()
        event = self._insert(account, event_ref or digest, digest)
        if event:
            event.write(self._read_message(body))
        event.filtered(lambda event: event.outcome == "new")._schedule()
        return event

    @api.model
    def _insert(self, account, event_ref, digest):
        """Return the new record, or none if there is one.

        The ORM's create would raise for the second of two deliveries at once; here it
        finds nothing to do, or collides and is played again by Odoo.
        """
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO razorpayx_event"
                " (account_id, company_id, event_ref, digest, outcome, received_at)"
                " VALUES (%s, %s, %s, %s, 'new', now() AT TIME ZONE 'UTC')"
                " ON CONFLICT DO NOTHING RETURNING id",
                account.id,
                account.company_id.id,
                event_ref,
                digest,
            )
        )
        return self.browse(row[0] for row in rows)

    @api.model
    def _read_message(self, body):
        """Return the values of an event; one that is not about a payout is ignored."""
        try:
            message = json.loads(body)
            name, entity = message["event"], message["payload"]["payout"]["entity"]
            entity = {key: entity[key] for key in KEPT if key in entity}
            return {
                "name": name,
                "entity": entity,
                "reference": entity["reference_id"],
                "payout_ref": entity["id"],
                "status": entity["status"],
                "amount": entity["amount"] / PAISE_PER_RUPEE,
                "utr": entity.get("utr"),
                "occurred_at": datetime.fromtimestamp(
                    message["created_at"], UTC
                ).replace(tzinfo=None),
            }
        except (ValueError, KeyError, TypeError, OverflowError, OSError):
            return {"outcome": "ignored"}

    def _schedule(self):
        for event in self.with_user(SUPERUSER_ID):
            event.with_delay(
                identity_key=f"razorpayx.event-{event.id}",
                max_retries=0,
                description=self.env._("RazorpayX: %(name)s", name=event.name),
            )._apply()

    @api.model
    def _schedule_forgotten(self):
        """Have events applied whose job was lost."""
        before = fields.Datetime.now() - timedelta(minutes=SILENCE_MINUTES)
        forgotten = [("outcome", "=", "new"), ("received_at", "<", before)]
        self.search(forgotten, limit=200)._schedule()

    def _apply(self):
        """Carry the event into its payout, once."""
        self.ensure_one()
        if self.outcome != "new":
            return
        payout = self._find_payout()
        outcome = payout._hear(self.entity, self.occurred_at) if payout else "unknown"
        self.write(
            {
                "outcome": outcome,
                "payout_id": payout.id,
                "applied_at": fields.Datetime.now(),
            }
        )

    def _find_payout(self):
        """Return the payout by our reference, which is stored before RazorpayX's."""
        payouts = self.env["razorpayx.payout"]
        domain = [("account_id", "=", self.account_id.id)]
        return payouts.search([*domain, ("name", "=", self.reference)]) or (
            payouts.search([*domain, ("payout_ref", "=", self.payout_ref)])
        )
