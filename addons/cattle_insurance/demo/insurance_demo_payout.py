import base64

from odoo import api, fields, models

MAPPING = {
    "reference": "Reference",
    "amount": "Amount",
    "status": "Status",
    "reason": "Reason",
    "utr": "UTR",
}


class InsurancePolicy(models.Model):
    """Demo: the last months' withdrawals go to the bank in batches, with a file."""

    _inherit = "insurance.policy"

    def _pay_demo_batch(self, withdrawals, returned):
        """Send withdrawals to the bank and read its answer.

        :param withdrawals: approved ones
        :param returned: those of them that the bank sends back
        """
        template = self.env.ref("agent_mlm.mlm_payout_template_generic")
        template._keep_return_mapping(MAPPING)
        bank = self._get_demo_bank()
        bank.bank_account_id = bank.bank_account_id or self._open_demo_account()
        batch = self.env["mlm.payout.batch"].create(
            {"template_id": template.id, "journal_id": bank.id}
        )
        withdrawals.batch_id = batch
        batch.action_confirm()
        batch.action_send()
        self._run_demo_steps(batch.step_send)
        answer = self.env["mlm.payout.return.import"].create(
            {
                "file": base64.b64encode(self._write_demo_answer(batch, returned)),
                "file_name": f"{batch.name.replace('/', '-')}-answer.csv",
                "template_id": template.id,
                "journal_id": bank.id,
                "date": fields.Date.today(),
            }
        )
        opened = self.env["mlm.payout.return"].browse(answer.action_read()["res_id"])
        self._run_demo_steps(opened.step_apply)

    def _write_demo_answer(self, batch, returned):
        """Return the bank's file about a batch."""
        rows = [",".join(MAPPING.values())]
        for each in batch.withdrawal_ids:
            utr = f"SBIN{fields.Date.today():%y%j}{each.id:06d}"
            end = (
                "Returned,Account under review,"
                if each in returned
                else f"Success,,{utr}"
            )
            rows.append(f"{each.bank_reference},{each.amount:.2f},{end}")
        return "\n".join(rows).encode()

    def _run_demo_steps(self, step):
        while not step()["next"]:
            continue

    def _open_demo_account(self):
        """Return the office's own account, which its bank files name."""
        return self.env["res.partner.bank"].create(
            {
                "partner_id": self.env.company.partner_id.id,
                "acc_number": "50200071717171",
                "ifsc": "SBIN0003251",
            }
        )

    @api.model
    def _deliver_demo_mails(self):
        """Pretend that the agents' mails of two years went out long ago."""
        self.env["mail.mail"].sudo().search(
            [("model", "=", "mlm.withdrawal"), ("state", "=", "outgoing")]
        ).state = "sent"
