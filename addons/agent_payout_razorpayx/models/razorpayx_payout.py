import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import ENDED_UNPAID


class RazorpayxPayout(models.Model):
    """What RazorpayX was asked to pay for one withdrawal, once and for all.

    The idempotency key and our reference are made with the record, and the record is
    committed before anything is sent: whatever breaks, the same key goes out again and
    stands for the same payout (docs/adr/razorpayx_pays_once.md).
    """

    _name = "razorpayx.payout"
    _description = "RazorpayX Payout"
    _inherit = ["guarded.state.mixin"]
    _order = "id desc"
    _is_sealed = True

    # states go forward only, also when news arrive in another order; "late" ones,
    # which are not listed, change nothing
    _moves = {
        "ready": ("pending", "queued", "processing", "processed", *ENDED_UNPAID),
        "pending": ("queued", "processing", "processed", *ENDED_UNPAID),
        "queued": ("processing", "processed", *ENDED_UNPAID),
        "processing": ("processed", *ENDED_UNPAID),
        "processed": ("reversed",),
        "rejected": (),
        "cancelled": (),
        "failed": (),
        "reversed": (),
    }

    name = fields.Char(string="Our reference", required=True, readonly=True)
    withdrawal_id = fields.Many2one(
        "mlm.withdrawal", required=True, readonly=True, ondelete="restrict"
    )
    agent_id = fields.Many2one(related="withdrawal_id.agent_id", store=True, index=True)
    company_id = fields.Many2one(related="withdrawal_id.company_id", store=True)
    batch_id = fields.Many2one(
        related="withdrawal_id.batch_id", string="Payout batch", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(related="withdrawal_id.amount", store=True)
    account_id = fields.Many2one(
        "razorpayx.account", required=True, readonly=True, ondelete="restrict"
    )
    beneficiary_id = fields.Many2one(
        "razorpayx.beneficiary", required=True, readonly=True, ondelete="restrict"
    )
    sent_by_id = fields.Many2one("res.users", string="Sent by", readonly=True)
    # what makes it one payout
    idempotency_key = fields.Char(
        string="Idempotency key", required=True, readonly=True
    )
    request_body = fields.Json(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="What is sent, kept before the first time, so that it is always the same.",
    )
    payout_ref = fields.Char(string="RazorpayX ID", readonly=True)
    # where it stands
    state = fields.Selection(
        [
            ("ready", "To send"),
            ("pending", "Waits for approval"),
            ("queued", "Waits for balance"),
            ("processing", "Under way"),
            ("processed", "Paid"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
            ("failed", "Failed"),
            ("reversed", "Returned"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="ready",
        index=True,
    )
    remote_status = fields.Char(
        string="Status at RazorpayX",
        readonly=True,
        help="The word RazorpayX used last.",
    )
    remote_reason = fields.Char(string="Reason of RazorpayX", readonly=True)
    utr = fields.Char(string="UTR", related="withdrawal_id.utr")
    # how it goes
    attempts = fields.Integer(readonly=True, help="Attempts since the last answer.")
    last_error = fields.Char(string="Last fault", readonly=True)
    touched_at = fields.Datetime(
        string="Last contact",
        readonly=True,
        default=fields.Datetime.now,
        help="When RazorpayX was asked or told us something last.",
    )
    processed_at = fields.Datetime(string="Paid at", readonly=True)
    hold_reason = fields.Char(string="Waits for a person", readonly=True)
    event_ids = fields.One2many("razorpayx.event", "payout_id", string="Events")

    _withdrawal_uniq = models.UniqueIndex(
        "(withdrawal_id)", "This withdrawal was given to RazorpayX already."
    )
    _name_uniq = models.UniqueIndex("(name)", "This reference is taken.")
    _key_uniq = models.UniqueIndex("(idempotency_key)", "This key is taken.")
    _payout_ref_uniq = models.UniqueIndex(
        "(account_id, payout_ref) WHERE payout_ref IS NOT NULL",
        "Another withdrawal has this payout of RazorpayX.",
    )
    _open_idx = models.Index(
        "(touched_at) WHERE state NOT IN ('rejected', 'cancelled', 'failed',"
        " 'reversed')"
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Payouts stay on record."))

    def copy_data(self, default=None):
        """Refuse: a copy would be a second payout of the same withdrawal."""
        raise UserError(self.env._("A withdrawal is paid once: nothing to copy."))

    @api.model
    def _prepare_for(self, account, withdrawals):
        """Return the payouts of approved withdrawals, stored but not sent.

        :param withdrawals: of one company, as sudo
        """
        beneficiaries = self.env["razorpayx.beneficiary"]._take(account, withdrawals)
        return self.create(
            [
                self._prepare_payout_vals(account, withdrawal, beneficiary)
                for withdrawal, beneficiary in beneficiaries.items()
            ]
        )

    @api.model
    def _prepare_payout_vals(self, account, withdrawal, beneficiary):
        key = str(uuid.uuid4())
        return {
            # unique beyond this database: another one may use the same account
            "name": f"{withdrawal.name.replace('/', '-')}-{key[:8]}",
            "idempotency_key": key,
            "withdrawal_id": withdrawal.id,
            "account_id": account.id,
            "beneficiary_id": beneficiary.id,
            "sent_by_id": self.env.uid,
        }
