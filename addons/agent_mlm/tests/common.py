import itertools
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user

from .case import MlmCase

FAR_AHEAD = timedelta(days=3_650)


class Office:
    """Agents, commissions and withdrawals, built the way the office makes them.

    The company is the main one, with the Indian chart; the rules a test does not
    speak about are out of its way (no cooling, smallest withdrawal one rupee).
    """

    @classmethod
    def open_office(cls, env):
        """Prepare company, plan, bank and staff."""
        # nobody tracks anything nor gets a mail to sign up
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = env(context={**env.context, **quiet})
        cls.company = cls.env.company
        cls.company.write(
            {
                "mlm_withdrawal_minimum": 1,
                "mlm_bank_cooling_hours": 0,
                "mlm_withdrawal_needs_licence": False,
            }
        )
        cls.payable = cls.company.mlm_payable_account_id
        cls.tax_payable = cls.company.mlm_withholding_account_id
        cls.expense = cls.company.mlm_expense_account_id
        cls.nobody = cls.env["res.partner"]
        cls.numbers = itertools.count(1)
        cls.plan = cls.company.mlm_commission_plan_id = cls.plan_of(10, 5, 2)
        cls.bank_journal = cls.env["account.journal"].create(
            {"name": "Payout bank", "code": "PYBNK", "type": "bank"}
        )
        cls.officer = cls.user("officer")
        cls.accountant = cls.user("accountant")
        cls.clerk = cls.user("accountant", "clerk")
        cls.manager = cls.user("manager")

    @classmethod
    def user(cls, role, name=None):
        """Return a user of our group ``role``."""
        login = f"mlm_test_{name or role}"
        groups = f"agent_mlm.agent_mlm_group_{role}"
        return new_test_user(cls.env, login=login, groups=groups)

    @classmethod
    def plan_of(cls, *rates, fixed=(), **vals):
        """Return a plan: ``rates`` per cent level by level, then ``fixed`` rupees."""
        lines = [{"kind": "percentage", "rate": rate} for rate in rates]
        lines += [{"kind": "fixed", "amount_fixed": amount} for amount in fixed]
        return cls.env["mlm.commission.plan"].create(
            {
                "name": f"Plan {next(cls.numbers)}",
                "date_start": "2020-01-01",
                "line_ids": [
                    Command.create({"level": level, **line})
                    for level, line in enumerate(lines, 1)
                ],
                **vals,
            }
        )

    @classmethod
    def applicant(cls, sponsor=None, **vals):
        """Return a pending agent whose papers are complete."""
        number = next(cls.numbers)
        partner = cls.env["res.partner"].create(
            {"name": f"Applicant {number}", "country_id": cls.env.ref("base.in").id}
        )
        account = cls.env["res.partner.bank"].create(
            {
                "partner_id": partner.id,
                "acc_number": f"7700{number:08d}",
                "ifsc": "SBIN0001234",
            }
        )
        return cls.env["mlm.agent"].create(
            {
                "partner_id": partner.id,
                "sponsor_id": sponsor and sponsor.id,
                "licence_number": f"LIC{number}",
                "licence_type": "posp",
                "licence_date_end": fields.Date.today() + FAR_AHEAD,
                "pan": f"ABCPK{number:04d}L",
                "aadhaar_last4": f"{number:04d}",
                "bank_account_id": account.id,
                **vals,
            }
        )

    @classmethod
    def agent(cls, sponsor=None, login=None, **vals):
        """Return an admitted agent with verified bank; ``vals`` are written after.

        :param str login: make a portal user of that name for him
        """
        agent = cls.applicant(sponsor)
        if login:
            agent.user_id = new_test_user(cls.env, login, groups="base.group_portal")
        agent.action_verify_kyc()
        agent.action_approve()
        agent.action_verify_bank()
        agent.write(vals)
        return agent

    @classmethod
    def branch(cls, depth):
        """Return agents who sponsor each other in a row, the top first."""
        agents = cls.env["mlm.agent"]
        for _level in range(depth):
            agents += cls.agent(agents[-1:])
        return agents

    @classmethod
    def commission(cls, agent, amount, **vals):
        """Return a pending commission of ``amount`` rupees, on a sale of its own."""
        number = next(cls.numbers)
        return cls.env["mlm.commission"].create(
            {
                "res_model": "res.partner",
                "res_id": number,
                "source_name": f"SALE/{number}",
                "date_sale": fields.Date.today(),
                "agent_id": agent.id,
                "seller_id": agent.id,
                "level": 1,
                "company_id": agent.company_id.id,
                "plan_id": cls.plan.id,
                "kind": "percentage",
                "rate": 10,
                "amount_base": amount * 10,
                "amount": amount,
                **vals,
            }
        )

    @classmethod
    def earn(cls, agent, *amounts):
        """Return approved commissions of ``amounts`` rupees, of one journal entry."""
        commissions = cls.env["mlm.commission"]
        for amount in amounts:
            commissions += cls.commission(agent, amount)
        commissions.action_approve()
        return commissions

    @classmethod
    def agent_with(cls, earned, **kwargs):
        """Return an agent who has ``earned`` rupees in his wallet."""
        agent = cls.agent(**kwargs)
        cls.earn(agent, earned)
        return agent

    @classmethod
    def ask(cls, agent, amount):
        """Return a pending withdrawal that a clerk asked for the agent."""
        withdrawal = agent.with_user(cls.clerk).request_withdrawal(amount)
        return withdrawal.with_env(cls.env)

    @classmethod
    def ask_approved(cls, agent, amount):
        """Return a withdrawal that waits for the bank."""
        withdrawal = cls.ask(agent, amount)
        withdrawal.with_user(cls.accountant).action_approve()
        return withdrawal

    @classmethod
    def process(cls, withdrawals, day=None):
        """Book withdrawals as paid by the bank."""
        withdrawals.with_user(cls.accountant).action_process(
            cls.bank_journal.id, day or fields.Date.today()
        )
        return withdrawals

    @classmethod
    def withdraw(cls, agent, amount):
        """Return a withdrawal the bank has paid."""
        return cls.process(cls.ask_approved(agent, amount))


class MlmCommon(Office, MlmCase):
    """A test in the office, undone at its end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_office(cls.env)
