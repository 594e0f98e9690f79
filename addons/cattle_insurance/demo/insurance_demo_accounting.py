from odoo import Command, fields, models

# of each month's premiums: how many customers pay one by one, the others at the counter
PAID_SINGLY = 2


class InsurancePolicy(models.Model):
    """Demo: the accountant's part of the two years."""

    _inherit = "insurance.policy"

    def _receive_demo_premiums(self, policies):
        """Receive some premiums as payments, the rest as one deposit at the bank."""
        singly, deposited = policies[:PAID_SINGLY], policies[PAID_SINGLY:]
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=singly.invoice_id.ids
        )
        register.create({"group_payment": False}).action_create_payments()
        if deposited:
            self._deposit_demo_premiums(deposited.invoice_id)

    def _deposit_demo_premiums(self, invoices):
        bank = self._get_demo_bank()
        receivables = invoices.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        lines = [
            Command.create(
                {
                    "account_id": line.account_id.id,
                    "partner_id": line.partner_id.id,
                    "name": line.move_id.name,
                    "credit": line.debit,
                }
            )
            for line in receivables
        ]
        deposit = self.env["account.move"].create(
            {
                "journal_id": bank.id,
                "ref": "Counter deposit of premiums",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": bank.default_account_id.id,
                            "name": "Counter deposit of premiums",
                            "debit": sum(receivables.mapped("debit")),
                        }
                    ),
                    *lines,
                ],
            }
        )
        deposit.action_post()
        credits = deposit.line_ids.filtered("credit").sorted("id")
        receivables._reconcile_plan(
            [line + credit for line, credit in zip(receivables, credits, strict=True)]
        )

    def _approve_demo_commissions(self):
        """Credit the month's commissions; what is held stays held."""
        pending = self.env["mlm.commission"].search([("state", "=", "pending")])
        approvals = self.env["mlm.commission.approval"]
        approvals.create(
            {"commission_ids": [Command.set(pending.ids)]}
        ).action_approve()

    def _play_demo_withdrawals(self, has_trouble, has_batches):
        """Pay what was approved last month, decide what was asked for, ask anew.

        :param bool has_trouble: the bank returns one and the office rejects one
        :param bool has_batches: the bank is told by a file, and answers by one
        """
        withdrawals = self.env["mlm.withdrawal"]
        approved = withdrawals.search([("state", "=", "approved")])
        if approved and has_batches:
            self._pay_demo_batch(approved, approved[: int(has_trouble)])
        elif approved:
            returned = approved[: int(has_trouble)]
            returned.action_fail("Returned by the bank: account under review.")
            paid = approved - returned
            utrs = {
                each.name: f"SBIN{fields.Date.today():%y%j}{each.id:06d}"
                for each in paid
            }
            paid.action_process(self._get_demo_bank().id, fields.Date.today(), utrs)
        asked = withdrawals.search([("state", "=", "pending")], order="id")
        refused = asked[: int(has_trouble)]
        refused.action_reject("The name on the passbook differs. Send a new copy.")
        (asked - refused).action_approve()
        self._ask_demo_withdrawals()

    def _ask_demo_withdrawals(self):
        """Let the accountant ask for every fourth agent who can withdraw something."""
        clerk = self.env.ref("cattle_insurance.user_accountant_demo")
        agents = self.env["mlm.agent"].search([("state", "=", "active")])
        for agent in agents[fields.Date.today().month % 4 :: 4]:
            amount = agent.wallet_available // 100 * 100
            if not agent._list_withdrawal_problems(amount, amount):
                agent.with_user(clerk).request_withdrawal(amount)

    def _get_demo_bank(self):
        return self.env["account.journal"].search([("type", "=", "bank")], limit=1)
