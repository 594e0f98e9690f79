import contextlib
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models import mlm_commission_auto_approval as job
from .holding_common import HoldingCommon


class KilledError(Exception):
    """The process is gone."""


@tagged("post_install", "-at_install")
class TestCommissionAutoApproval(HoldingCommon):
    """The job approves what has waited long enough, in batches, and says what not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.commission"].search([("state", "=", "pending")]).action_cancel("x")
        cls.company.mlm_commission_is_auto_approved = True
        cls.runs = cls.env["mlm.approval.run"]
        cls.commissions = cls.env["mlm.commission"]

    def run_job(self, commit=None, batch=1_000):
        """Run the job; ``commit`` stands for what ends a transaction."""
        cron = type(self.env["ir.cron"])
        with (
            patch.object(cron, "_commit_progress", commit or (lambda *a, **k: 60)),
            patch.object(job, "APPROVAL_BATCH", batch),
        ):
            self.commissions._cron_approve()
        return self.runs.search([("company_id", "=", self.company.id)], limit=1)

    def test_off_by_default(self):
        company = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.assertFalse(company.mlm_commission_is_auto_approved)
        self.assertEqual(company.mlm_commission_hold_days, 0)
        self.company.mlm_commission_is_auto_approved = False
        old = self.aged(days=30)
        self.assertFalse(self.run_job())
        self.assertEqual(old.state, "pending")

    def test_what_has_waited_is_approved_and_the_rest_is_explained(self):
        old, young, held = self.aged(days=15), self.aged(days=14), self.aged(days=30)
        held.action_hold("Under inquiry")
        run = self.run_job()
        self.assert_states(old + young + held, "approved", "pending", "held")
        self.assertRecordValues(
            run,
            [{"approved_count": 1, "amount_approved": 100, "skipped_count": 2}],
        )
        self.assertTrue(run.is_automatic)
        self.assertTrue(run.ended_at)
        self.assertIn("1 × held: Under inquiry", run.skipped_reasons)
        self.assertIn("1 × younger than 15 days", run.skipped_reasons)

    def test_one_who_is_refused_does_not_hold_up_the_others(self):
        good, bad = self.aged(days=20), self.aged(days=20, agent=self.agent())
        approve = type(self.commissions).action_approve

        words = "The contact is blocked."

        def refuse_one(commissions):
            if bad in commissions:
                raise UserError(words)
            return approve(commissions)

        with patch.object(type(self.commissions), "action_approve", refuse_one):
            run = self.run_job()
        self.assert_states(good + bad, "approved", "pending")
        self.assertEqual(run.approved_count, 1)
        self.assertIn("1 × The contact is blocked.", run.skipped_reasons)

    def test_killed_after_a_batch_the_rest_is_done_by_the_next_run(self):
        olds = self.commissions.union(*(self.aged(days=20) for _n in range(5)))
        committed = []

        def kill_after_the_second_batch(*args, **kwargs):
            committed.append(olds.filtered(lambda c: c.state == "approved"))
            if len(committed[-1]) == 4:
                raise KilledError
            return 60

        # no assertRaises: it would roll back what was committed
        with contextlib.suppress(KilledError):
            self.run_job(kill_after_the_second_batch, batch=2)
        stopped = self.runs.search([], limit=1)
        self.assertFalse(stopped.ended_at)
        self.assertEqual(stopped.approved_count, len(committed[-1]))
        run = self.run_job()
        self.assertEqual(set(olds.mapped("state")), {"approved"})
        self.assertEqual(stopped.approved_count + run.approved_count, 5)
        self.assert_wallet(self.payee, balance=500)

    def test_out_of_time_it_stops_after_a_batch(self):
        olds = self.commissions.union(*(self.aged(days=20) for _n in range(3)))
        run = self.run_job(lambda *args, **kwargs: 0, batch=2)
        self.assertEqual(run.approved_count, 2)
        self.assertFalse(run.ended_at)
        self.assertEqual(olds.mapped("state").count("pending"), 1)

    def test_the_progress_is_told_and_ends_at_nothing_left(self):
        for _n in range(3):
            self.aged(days=20)
        told = []

        def listen(_cron, processed=0, *, remaining=None):
            told.append((processed, remaining))
            return 60

        self.run_job(listen, batch=2)
        self.assertEqual(told, [(0, 3), (2, 1), (1, 0), (0, 0)])

    def test_a_batch_that_met_another_transaction_is_played_again(self):
        tries = []

        def collide():
            tries.append(1)
            if len(tries) < 3:
                raise SerializationFailure

        with patch.object(self.env.cr, "rollback", lambda: None):
            self.commissions._try_again(collide)
        self.assertEqual(len(tries), 3)

    def test_a_first_batch_that_is_played_again_keeps_the_run_and_no_old_reasons(self):
        """What was not committed before the collision is gone after it."""
        old, savepoint = self.aged(days=20), self.env.cr.savepoint()
        approve, tries = type(self.runs)._approve_batch, []

        def commit(*args, **kwargs):
            self.env.flush_all()
            self.env.cr.execute(f'SAVEPOINT "{savepoint.name}"')
            return 60

        def collide_once(run, commissions):
            tries.append(run.exists())
            result = approve(run, commissions)
            if len(tries) == 1:
                raise SerializationFailure
            return result

        with (
            patch.object(self.env.cr, "rollback", savepoint.rollback),
            patch.object(type(self.runs), "_approve_batch", collide_once),
        ):
            run = self.run_job(commit)
        self.assertEqual(tries, [run, run])
        self.assertEqual(old.state, "approved")
        self.assertRecordValues(run, [{"approved_count": 1, "skipped_count": 0}])

    def test_it_does_not_try_for_ever(self):
        def collide():
            raise SerializationFailure

        with (
            patch.object(self.env.cr, "rollback", lambda: None),
            self.assertRaises(SerializationFailure),
        ):
            self.commissions._try_again(collide)

    def test_twice_in_a_night_does_nothing_the_second_time(self):
        self.aged(days=20)
        self.run_job()
        self.assertEqual(self.run_job().approved_count, 0)
        self.assert_wallet(self.payee, balance=100)

    def test_a_part_refunded_before_goes_with_its_commission(self):
        old = self.aged(days=20)
        old._claw_back({old: 500}, {})
        run = self.run_job()
        self.assertEqual((run.approved_count, run.amount_approved), (1, 50))
        self.assert_wallet(self.payee, balance=50)
