import inspect
import logging

from odoo import Command, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from tests.fakes.razorpayx_bank import (
    ACCOUNT_NUMBER,
    KEY_ID,
    KEY_SECRET,
    WEBHOOK_SECRET,
)

from .common import RazorpayxCommon

SECRETS = (KEY_SECRET, WEBHOOK_SECRET)
# nobody reads these, and these are for administrators
HIDDEN = ("key_secret", "webhook_secret")
ADMINISTRATION = ("key_id", "account_number", "webhook_token", "webhook_url")

OURS = "odoo.addons.agent_payout_razorpayx"
EXTENDED = ("mlm.withdrawal", "mlm.payout.batch")


@tagged("post_install", "-at_install")
class TestAccessRights(RazorpayxCommon):
    """Keys: not read, exported, searched, grouped by nor logged by anybody."""

    def setUp(self):
        super().setUp()
        self.administrator = new_test_user(
            self.env, "mlm_test_administrator", groups="base.group_system"
        )

    def call(self, user, name, *args, record=None, **kwargs):
        """Call a method as a request from outside does."""
        record = self.account if record is None else record
        ids = [record.ids] if name in ("read", "export_data", "write") else []
        model = self.env[record._name].with_user(user)
        return call_kw(model, name, [*ids, *args], kwargs)

    def people(self):
        people = (self.accountant, self.manager, self.administrator)
        for user in people:
            user.group_ids += self.env.ref("base.group_allow_export")
        return people

    def test_nobody_reads_or_exports_a_secret(self):
        for user in self.people():
            for name in HIDDEN:
                with self.subTest(user=user.login, name=name):
                    with self.assertRaises(AccessError):
                        self.call(user, "read", [name])
                    with self.assertRaises(AccessError):
                        self.call(user, "export_data", [name])

    def test_nobody_guesses_a_secret_by_searching_ordering_or_grouping(self):
        for user in self.people():
            for name in HIDDEN:
                attempts = {
                    "search": ([(name, "like", "fake")],),
                    "search_read": ([(name, "!=", False)], ["name"]),
                    "formatted_read_group": ([], [name], ["__count"]),
                }
                for method, arguments in attempts.items():
                    with (
                        self.subTest(user=user.login, name=name, method=method),
                        self.assertRaises(AccessError),
                    ):
                        self.call(user, method, *arguments)
                with self.assertRaises(AccessError):
                    self.call(user, "search", [], order=name)

    def test_a_full_read_by_anybody_has_no_secret(self):
        for user in self.people():
            model = self.env["razorpayx.account"].with_user(user)
            names = list(model.fields_get())
            self.assertFalse(set(HIDDEN) & set(names))
            exported = self.call(user, "export_data", set(names) - {"journal_id"})
            text = str(self.call(user, "read", [])) + str(exported)
            for secret in SECRETS:
                self.assertNotIn(secret, text)

    def test_the_fields_for_entering_are_always_empty(self):
        values = self.call(
            self.administrator, "read", ["key_secret_entry", "webhook_secret_entry"]
        )
        self.assertEqual(values[0]["key_secret_entry"], False)
        self.assertEqual(values[0]["webhook_secret_entry"], False)

    def test_an_administrator_enters_a_secret_he_can_not_read(self):
        self.call(self.administrator, "write", {"key_secret_entry": "s3cret"})
        self.assertEqual(self.account.sudo().key_secret, "s3cret")
        with self.assertRaises(AccessError):
            self.call(self.administrator, "write", {"key_secret": "s3cret"})

    def test_accountants_see_neither_key_id_nor_account_nor_webhook_address(self):
        for user in (self.accountant, self.manager):
            for name in ADMINISTRATION:
                with self.subTest(name), self.assertRaises(AccessError):
                    self.call(user, "read", [name])

    def test_accountants_change_nothing_of_an_account(self):
        for user in (self.accountant, self.manager):
            with self.assertRaises(AccessError):
                self.call(user, "write", {"name": "Mine"})
            with self.assertRaises(AccessError):
                call_kw(
                    self.account.with_user(user),
                    "action_test_connection",
                    [self.account.ids],
                    {},
                )

    def test_the_body_of_a_request_and_bank_details_are_nobodys(self):
        payout = self.processing(700)
        beneficiary = payout.beneficiary_id
        for user in self.people():
            for record, name in (
                (payout, "request_body"),
                (beneficiary, "account_number"),
                (beneficiary, "ifsc"),
                (beneficiary, "fingerprint"),
            ):
                with (
                    self.subTest(user=user.login, name=name),
                    self.assertRaises(AccessError),
                ):
                    self.call(user, "read", [name], record=record)

    def test_officers_and_agents_see_nothing_of_razorpayx(self):
        agent = self.agent(login="mlm_test_agent_login")
        for user in (self.officer, agent.user_id):
            for model in ("account", "beneficiary", "payout", "event"):
                with (
                    self.subTest(user=user.login, model=model),
                    self.assertRaises(AccessError),
                ):
                    self.env[f"razorpayx.{model}"].with_user(user).search([])

    def public_methods(self):
        """Yield (model, name) of our methods that a request can reach."""
        names = ("account", "beneficiary", "payout", "event")
        for model in (*(f"razorpayx.{name}" for name in names), *EXTENDED):
            for definition in type(self.env[model]).mro():
                if not definition.__module__.startswith(OURS):
                    continue
                for name, method in vars(definition).items():
                    if (
                        inspect.isfunction(method)
                        and not name.startswith("_")
                        and not hasattr(models.BaseModel, name)
                    ):
                        yield model, name

    def test_public_methods_look_at_who_is_calling(self):
        payout = self.processing(700)
        records = {
            "razorpayx.account": self.account,
            "razorpayx.payout": payout,
            "mlm.withdrawal": payout.withdrawal_id,
            "mlm.payout.batch": payout.batch_id,
        }
        found = list(self.public_methods())
        self.assertGreaterEqual(len(found), 8)
        farmer = new_test_user(self.env, "mlm_test_farmer", "base.group_portal")
        for user in (farmer, self.officer):
            for model, name in found:
                record = records[model]
                with (
                    self.subTest(user=user.login, method=f"{model}.{name}"),
                    self.assertRaises(AccessError),
                ):
                    call_kw(self.env[model].with_user(user), name, [record.ids], {})

    def test_an_agent_reads_his_withdrawal_without_razorpayx(self):
        agent = self.agent_with(earned=1_000, login="mlm_test_agent_login")
        withdrawal = self.ask_approved(agent, 700)
        self.batch_of(withdrawal).with_user(self.accountant).action_send()
        own = withdrawal.with_user(agent.user_id)
        names = [name for name in own.fields_get() if "razorpayx" in name]
        self.assertEqual(names, ["is_razorpayx_decided"])
        self.assertTrue(own.is_razorpayx_decided)
        with self.assertRaises(AccessError):
            self.call(agent.user_id, "read", ["razorpayx_state"], record=withdrawal)

    def test_companies_do_not_see_each_other(self):
        payout = self.processing(700)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "mlm_test_stranger",
            groups="agent_mlm.agent_mlm_group_accountant",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for record in (self.account, payout, payout.beneficiary_id):
            found = record.with_user(stranger).search(Domain("id", "in", record.ids))
            self.assertFalse(found)

    def test_a_failing_call_logs_no_secret_anywhere(self):
        self.account.key_secret_entry = "s3cret-of-the-office"
        payout = self.sent(700)
        number = payout.withdrawal_id.sudo().bank_account_number
        self.fake.fail_next(None, "garbage", "timeout_after", "error_500")
        with self.assertLogs(level=logging.DEBUG) as lines:
            for _attempt in range(4):
                self.pass_time()
                self.run_jobs()
        ours = [
            line for line in lines.output if not line.startswith("DEBUG:odoo.sql_db")
        ]
        chatter = str(payout.withdrawal_id.message_ids.mapped("body"))
        text = "\n".join(ours) + chatter + str(payout.read())
        self.assertTrue(ours)
        for secret in ("s3cret-of-the-office", KEY_ID, ACCOUNT_NUMBER, number):
            self.assertNotIn(secret, text)

    def test_jobs_carry_no_secret(self):
        self.processing(700)
        jobs = self.env["queue.job"].search([])
        text = str(jobs.read(["name", "func_string", "result", "exc_info"]))
        for secret in (*SECRETS, KEY_ID, ACCOUNT_NUMBER):
            self.assertNotIn(secret, text)
