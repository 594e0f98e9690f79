from odoo import fields

from .common import MlmCommon


class PayoutCommon(MlmCommon):
    """Batches of withdrawals, made and sent the way accountants do it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.user("accountant", "second")
        cls.company.mlm_payout_journal_id = cls.bank_journal
        cls.bank_journal.bank_account_id = cls.env["res.partner.bank"].create(
            {
                "partner_id": cls.company.partner_id.id,
                "acc_number": "50200011112222",
                "ifsc": "ICIC0000104",
            }
        )
        cls.generic = cls.env.ref("agent_mlm.mlm_payout_template_generic")

    @classmethod
    def payee(cls, earned=1_000, name=None, **account):
        """Return an agent with money and a bank account of these values."""
        agent = cls.agent_with(earned)
        if name:
            agent.partner_id.name = name
        if name or account:
            holder = {"acc_holder_name": name} if name else {}
            agent.bank_account_id.write({**holder, **account})
            agent.action_verify_bank()
        return agent

    @classmethod
    def batch(cls, withdrawals, template=None, **vals):
        """Return a draft batch that the accountant made of ``withdrawals``."""
        return (
            cls.env["mlm.payout.batch"]
            .with_user(cls.accountant)
            .create(
                {
                    "template_id": (template or cls.generic).id,
                    "withdrawal_ids": [fields.Command.link(w.id) for w in withdrawals],
                    **vals,
                }
            )
            .with_env(cls.env)
        )

    @classmethod
    def send(cls, batch):
        """Confirm a batch by a second person and send it, step by step."""
        if batch.state == "draft":
            batch.with_user(cls.second).action_confirm()
        action = batch.with_user(cls.accountant).action_send()
        cls.run_steps(action)
        return batch

    @classmethod
    def run_steps(cls, action, user=None):
        """Do what the browser does with a step runner; return the last answer."""
        params = action["params"]
        records = (cls.env[params["model"]].with_user(user or cls.accountant)).browse(
            params["ids"]
        )
        answers = []
        while not answers or not answers[-1]["next"]:
            assert len(answers) < 1_000, "the steps do not come to an end"
            answers.append(getattr(records, params["method"])())
        return answers

    @classmethod
    def sent(cls, *amounts, template=None, **vals):
        """Return a sent batch of one withdrawal of each amount, of an agent each."""
        withdrawals = cls.env["mlm.withdrawal"].union(
            *(cls.ask_approved(cls.payee(amount), amount) for amount in amounts)
        )
        return cls.send(cls.batch(withdrawals, template, **vals))

    def rows_of(self, batch):
        """Return the rows of a csv file that was sent."""
        _name, content = batch.with_user(self.accountant).read_file()
        return content.decode().splitlines()
