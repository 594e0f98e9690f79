import inspect

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from .access_common import AccessCommon

OURS = "odoo.addons.agent_mlm.models"
ANSWERS = {
    "amount": 1,
    "reason": "x",
    "journal_id": 1,
    "date": "2026-05-04",
    "date_start": "2026-04-01",
    "date_end": "2026-04-30",
}
OFFICE_ONLY = (
    "pan",
    "aadhaar_last4",
    "aadhaar_verified_on",
    "document_ids",
    "bank_account_id",
    "bank_account_number",
    "bank_ifsc",
    "is_bank_verified",
    "bank_shared_agent_ids",
    "wallet_balance",
    "wallet_reserved",
    "wallet_available",
    "total_earned",
    "total_withdrawn",
)


@tagged("post_install", "-at_install")
class TestRoles(AccessCommon):
    """What each role of the office may do to each kind of record."""

    EVERYTHING = {
        "mlm.agent",
        "mlm.agent.document",
        "mlm.commission",
        "mlm.commission.plan",
        "mlm.commission.plan.line",
        "mlm.withdrawal",
    }

    def assert_rights(self, user, read, write, create, unlink):
        for operation, names in (
            ("read", read),
            ("write", write),
            ("create", create),
            ("unlink", unlink),
        ):
            with self.subTest(operation=operation):
                self.assertEqual(self.can(user, operation), names)

    def test_officers_keep_agents_and_see_the_rest(self):
        agents = {"mlm.agent", "mlm.agent.document"}
        self.assert_rights(self.officer, self.EVERYTHING, agents, agents, agents)

    def test_accountants_handle_money_and_see_the_rest(self):
        self.assert_rights(
            self.accountant,
            self.EVERYTHING,
            {"mlm.commission", "mlm.withdrawal"},
            {"mlm.withdrawal"},
            set(),
        )

    def test_managers_change_everything_that_is_not_on_record(self):
        kept = {"mlm.commission", "mlm.withdrawal"}
        self.assert_rights(
            self.manager,
            self.EVERYTHING,
            self.EVERYTHING,
            self.EVERYTHING - {"mlm.commission"},
            self.EVERYTHING - kept,
        )

    def test_other_employees_and_portal_customers_have_no_access(self):
        for user in (self.stranger, self.farmer):
            self.assert_rights(user, set(), set(), set(), set())

    def test_portal_agents_read_and_nothing_else(self):
        own = {"mlm.agent", "mlm.commission", "mlm.withdrawal"}
        self.assert_rights(self.head.user_id, own, set(), set(), set())

    def test_officers_decide_no_money_and_accountants_no_agents(self):
        applicant = self.applicant()
        commission = self.commission(self.other, 10)
        withdrawal = self.ask(self.other, 10)
        for user, record, name, *args in (
            (self.officer, commission, "action_approve"),
            (self.officer, commission, "action_hold", "x"),
            (self.officer, commission, "action_cancel", "x"),
            (self.officer, commission, "action_release"),
            (self.officer, withdrawal, "action_approve"),
            (self.officer, withdrawal, "action_reject", "x"),
            (self.officer, withdrawal, "action_cancel"),
            (self.officer, self.other, "request_withdrawal", 5),
            (self.officer, self.other, "action_open_wallet"),
            (self.accountant, applicant, "action_approve"),
            (self.accountant, applicant, "action_reject", "x"),
            (self.accountant, self.other, "action_deactivate", "x"),
            (self.accountant, self.plan, "action_new_version"),
        ):
            with self.subTest(user=user.login, method=f"{record._name}.{name}"):
                self.assert_refused(
                    AccessError, "", self.call, user, record, name, *args
                )


@tagged("post_install", "-at_install")
class TestPortalAgent(AccessCommon):
    """An agent sees himself, his team and his own money; nobody else's."""

    def found(self, agent, model):
        return self.env[model].with_user(agent.user_id).search([]).with_env(self.env)

    def test_an_agent_sees_himself_and_his_team(self):
        self.assertEqual(self.found(self.head, "mlm.agent"), self.head + self.member)
        self.assertEqual(self.found(self.member, "mlm.agent"), self.member)

    def test_somebody_who_joins_the_team_is_seen_at_once(self):
        self.assertNotIn(self.other, self.found(self.head, "mlm.agent"))
        self.other.sponsor_id = self.member
        self.assertIn(self.other, self.found(self.head, "mlm.agent"))

    def test_an_agent_sees_his_own_money_not_that_of_his_team(self):
        for agent in (self.head, self.member):
            records = self.records_of(agent)
            for model in ("mlm.commission", "mlm.withdrawal"):
                self.assertIn(records[model], self.found(agent, model))
                self.assertEqual(self.found(agent, model).agent_id, agent)

    def test_an_agent_reads_his_own_wallet_only(self):
        self.assertEqual(
            self.call(self.head.user_id, self.head, "read_wallet"),
            {
                "balance": 1_000.0,
                "reserved": 0.0,
                "available": 1_000.0,
                "earned": 1_000.0,
                "withdrawn": 0.0,
                "withheld": 0.0,
                "clawed_back": 0.0,
            },
        )
        for somebody in (self.member, self.other):
            self.assert_refused(
                AccessError, "", self.call, self.head.user_id, somebody, "read_wallet"
            )

    def test_identity_bank_and_wallet_fields_are_hidden(self):
        agent = self.member.with_user(self.head.user_id)
        for name in OFFICE_ONLY:
            with self.subTest(field=name):
                self.assert_refused(AccessError, name, agent.read, [name])
                self.assertNotIn(name, agent.fields_get())

    def test_hidden_fields_can_not_be_guessed_by_searching(self):
        agents = self.env["mlm.agent"].with_user(self.head.user_id)
        for name in ("pan", "aadhaar_last4", "bank_account_id"):
            with self.subTest(field=name):
                self.assert_refused(
                    AccessError, name, agents.search, [(name, "ilike", "1")]
                )

    def test_the_account_of_a_withdrawal_is_masked(self):
        withdrawal = self.ask(self.head, 10).with_user(self.head.user_id)
        for name in ("bank_account_number", "bank_ifsc"):
            self.assert_refused(AccessError, name, withdrawal.read, [name])
        masked = withdrawal.read(["bank_account_masked"])[0]["bank_account_masked"]
        self.assertEqual(masked, f"••••{self.head.bank_account_number[-4:]}")

    def test_every_field_of_ours_that_is_shown_can_be_read(self):
        records = self.records_of(self.head)
        for model in ("mlm.agent", "mlm.commission", "mlm.withdrawal"):
            record = records[model].with_user(self.head.user_id)
            ours = [
                name
                for name in record.fields_get()
                if record._fields[name]._module == "agent_mlm"
            ]
            self.assertGreater(len(ours), 10)
            for name in ours:
                with self.subTest(field=f"{model}.{name}"):
                    record.read([name])

    def test_an_agent_withdraws_from_his_own_wallet_only(self):
        user = self.head.user_id
        withdrawal = self.call(user, self.head, "request_withdrawal", 400)
        self.assert_wallet(self.head, balance=1_000, reserved=400)
        self.call(user, self.env["mlm.withdrawal"].browse(withdrawal), "action_cancel")
        self.assert_wallet(self.head, balance=1_000)
        for somebody in (self.member, self.other):
            self.assert_refused(
                AccessError,
                "",
                self.call,
                user,
                somebody,
                "request_withdrawal",
                400,
            )

    def test_an_agent_does_not_cancel_another_ones_withdrawal(self):
        for somebody in (self.member, self.other):
            self.assert_refused(
                AccessError,
                "",
                self.call,
                self.head.user_id,
                self.ask(somebody, 10),
                "action_cancel",
            )

    def test_a_deactivated_agent_is_locked_out(self):
        self.head.action_deactivate("Left us")
        with self.assertRaises(AccessError):
            self.found(self.head, "mlm.agent")
        self.assert_refused(
            AccessError,
            "",
            self.call,
            self.head.user_id,
            self.head,
            "request_withdrawal",
            1,
        )


@tagged("post_install", "-at_install")
class TestPublicMethods(AccessCommon):
    """Any user can call any public method: each one looks at who is calling."""

    def public_methods(self):
        """Yield (model, name, arguments) of our methods that a request can reach."""
        for model in self.records_of(self.other):
            for definition in type(self.env[model]).mro():
                if not definition.__module__.startswith(OURS):
                    continue
                for name, method in vars(definition).items():
                    if hasattr(models.BaseModel, name) or not inspect.isfunction(
                        method
                    ):
                        continue
                    if not name.startswith("_"):
                        yield model, name, self.arguments(method)

    def arguments(self, method):
        parameters = list(inspect.signature(method).parameters.values())[1:]
        return [ANSWERS[p.name] for p in parameters if p.default is p.empty]

    def test_the_methods_are_found(self):
        names = {name for _model, name, _arguments in self.public_methods()}
        self.assertGreaterEqual(len(names), 20)
        self.assertLessEqual({"request_withdrawal", "action_process"}, names)

    def test_nobody_reaches_another_ones_records_by_a_method(self):
        records = self.records_of(self.other)
        for user in (self.farmer, self.stranger, self.head.user_id):
            for model, name, arguments in self.public_methods():
                with self.subTest(user=user.login, method=f"{model}.{name}"):
                    self.assert_refused(
                        AccessError,
                        "",
                        self.call,
                        user,
                        records[model],
                        name,
                        *arguments,
                    )

    def test_an_agent_makes_no_decision_about_himself(self):
        records = self.records_of(self.head)
        own_business = {
            "request_withdrawal",
            "read_wallet",
            "read_statement",
            "export_statement",
            "action_cancel",
            "action_open_team",
            "action_open_source",
        }
        for model, name, arguments in self.public_methods():
            if name in own_business and model != "mlm.commission":
                continue
            if name == "action_open_source":
                continue
            with self.subTest(method=f"{model}.{name}"):
                self.assert_refused(
                    AccessError,
                    "",
                    self.call,
                    self.head.user_id,
                    records[model],
                    name,
                    *arguments,
                )

    def test_the_doors_behind_the_methods_are_private(self):
        for model, name in (
            ("mlm.withdrawal", "_move"),
            ("mlm.withdrawal", "_record"),
            ("mlm.agent", "_lock_wallets"),
            ("ir.sequence", "_draw"),
        ):
            with self.assertRaises(AccessError):
                get_public_method(self.env[model], name)

    def test_nothing_is_written_created_or_deleted_from_outside(self):
        records = self.records_of(self.head)
        for user in (self.head.user_id, self.farmer, self.stranger):
            for record in records.values():
                for name, *arguments in (
                    ("write", {"display_name": "x"}),
                    ("unlink",),
                    ("copy",),
                ):
                    with (
                        self.subTest(user=user.login, call=f"{record._name}.{name}"),
                        self.assertRaises(UserError),
                        self.env.cr.savepoint(),
                    ):
                        self.call(user, record, name, *arguments)

    def test_an_agent_does_not_write_his_name_through_a_related_field(self):
        self.assert_refused(
            AccessError,
            "",
            self.call,
            self.head.user_id,
            self.head,
            "write",
            {"phone": "9999999999"},
        )
