from collections import Counter

from odoo import api, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

APPROVAL_BATCH = 1_000
# another transaction had the same wallets: play the batch again, so many times
MAX_TRIES = 5


class MlmCommission(models.Model):
    """The job that approves by itself what no hold days keep back any more.

    Each batch is one transaction. Killed at any moment, what was committed is
    approved and counted, the rest is pending: the next run finds it there.
    """

    _inherit = "mlm.commission"

    @api.model
    def _cron_approve(self):
        """Approve what can be approved, in the companies that have this turned on."""
        companies = (
            self.env["res.company"]
            .sudo()
            .search([("mlm_commission_is_auto_approved", "=", True)])
        )
        for company in companies:
            if not self._approve_automatically(company):
                break

    @api.model
    def _approve_automatically(self, company):
        """Approve batch after batch.

        :return: the seconds left to the job, 0 when it has to stop
        """
        cron, reasons, last_id = self.env["ir.cron"], Counter(), 0
        run = self.env["mlm.approval.run"]._start(company, is_automatic=True)
        # on record before the first batch, or playing that again would undo it
        cron._commit_progress(remaining=self._count_approvable(company, last_id))
        while batch := self._find_approvable(company, last_id):
            last_id = batch[-1].id
            reasons += self._try_again(lambda batch=batch: run._approve_batch(batch))
            left = self._count_approvable(company, last_id)
            if not cron._commit_progress(len(batch), remaining=left):
                return 0
        run._keep_reasons(reasons + self._count_waiting(company))
        run._end()
        return cron._commit_progress(remaining=0)

    @api.model
    def _find_approvable(self, company, last_id):
        domain = self._get_approvable_domain(company) & Domain("id", ">", last_id)
        return self.search(domain, limit=APPROVAL_BATCH, order="id")

    @api.model
    def _count_approvable(self, company, last_id):
        domain = self._get_approvable_domain(company) & Domain("id", ">", last_id)
        return self.search_count(domain)

    def _try_again(self, work):
        """Do the work of a transaction, again if another one was in its way.

        What this transaction did before the work is undone as well: commit it first.

        :return: what the work returned when it came through
        """
        tries_left = MAX_TRIES
        while True:
            try:
                result = work()
                self.env.flush_all()
                return result
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                tries_left -= 1
                if not tries_left:
                    raise
                self.env.cr.rollback()

    @api.model
    def _count_waiting(self, company):
        """Return Counter of {why: how many} commissions wait for time or a person."""
        waiting = Counter()
        ours = Domain("company_id", "=", company.id)
        held = self._read_group(
            ours & Domain("state", "=", "held"), ["state_reason"], ["__count"]
        )
        for reason, count in held:
            waiting[self.env._("held: %(reason)s", reason=reason or "-")] += count
        young = self.search_count(
            ours & Domain("state", "=", "pending") & Domain("reversal_number", "=", 0)
        ) - self._count_approvable(company, 0)
        if young:
            waiting[
                self.env._(
                    "younger than %(days)s days",
                    days=company.mlm_commission_hold_days,
                )
            ] = young
        return waiting
