from odoo.tests import TransactionCase


class MlmCase(TransactionCase):
    """Assertions in the words of the business."""

    def assert_wallet(self, agent, balance, reserved=0.0, available=None):
        """The wallet shows these rupees; ``available`` is what is not reserved."""
        agent.invalidate_recordset()
        self.assertRecordValues(
            agent,
            [
                {
                    "wallet_balance": balance,
                    "wallet_reserved": reserved,
                    "wallet_available": (
                        balance - reserved if available is None else available
                    ),
                }
            ],
        )

    def assert_entry(self, move, rows):
        """The posted entry has these (account, partner, debit, credit), in order."""
        self.assertEqual(move.state, "posted")
        names = ("account_id", "partner_id", "debit", "credit")
        expected = [
            dict(zip(names, (account.id, partner.id, debit, credit), strict=True))
            for account, partner, debit, credit in rows
        ]
        self.assertRecordValues(move.line_ids.sorted("id"), expected)

    def assert_states(self, records, *states):
        """The records stand in these states, one by one."""
        self.assertEqual(records.mapped("state"), list(states))

    def assert_refused(self, error, words, method, *args, **kwargs):
        """Calling ``method`` raises ``error`` with ``words``, and changes nothing.

        Rolls back to before the call, as the end of a refused request would.
        """
        with self.assertRaises(error) as caught, self.env.cr.savepoint():
            method(*args, **kwargs)
        self.assertIn(words, str(caught.exception))
        return str(caught.exception)
