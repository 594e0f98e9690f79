from odoo import models


class MlmAgent(models.Model):
    """Who of a seller's upline earns what, and who may not earn."""

    _inherit = "mlm.agent"

    def _list_shares(self, lines, day):
        """Return (line, commission vals without amounts) for sales of this seller.

        :param lines: the lines of one plan that pay the sale
        :param date day: the day of the sale
        """
        self.ensure_one()
        shares = []
        for line, payee, passed in self._match_payees(lines.sorted("level"), day):
            bar = payee._get_bar_to_earning(day)
            shares.append(
                (
                    line,
                    {
                        "agent_id": payee.id,
                        "seller_id": self.id,
                        "level": line.level,
                        "plan_id": line.plan_id.id,
                        "kind": line.kind,
                        "rate": line.rate,
                        "currency_id": line.currency_id.id,
                        "standing": payee._describe_standing(),
                        "passed_over": ", ".join(passed.mapped("code")) or None,
                        "state": "held" if bar else "pending",
                        "state_reason": bar or None,
                        "reversal_number": 0,
                    },
                )
            )
        return shares

    def _match_payees(self, lines, day):
        """Pair the lines of one plan with the agents they pay for a sale of ``day``.

        Level 1 is the seller, who is never passed over; further levels are his
        sponsors. With compression a sponsor who may not earn is passed over, and his
        share goes to the next one above who may.

        :return: list of (line, payee, sponsors passed over)
        """
        self.ensure_one()
        ranked = self._rank_upline(lines.plan_id.is_compressed, day)
        return [
            (line, *ranked[line.level - 1])
            for line in lines
            if line.level <= len(ranked)
        ]

    def _rank_upline(self, is_compressed, day):
        """Return (agent, sponsors passed over below him) from level 1 upwards."""
        nobody = passed = self.browse()
        ranked = [(self, nobody)]
        for sponsor in self._get_upline()[1:]:
            if is_compressed and sponsor._get_bar_to_earning(day):
                passed += sponsor
                continue
            ranked.append((sponsor, passed))
            passed = nobody
        return ranked

    def _get_bar_to_earning(self, day):
        """Return why this agent may not be paid for a sale of ``day``, or False."""
        self.ensure_one()
        if self.state != "active":
            return self.env._("the agent is not active")
        if not self._is_licensed_on(day):
            return self.env._("no valid licence on %(day)s", day=day)
        return False

    def _describe_standing(self):
        """Return status and licence in one line, to be kept with a commission."""
        self.ensure_one()
        return self.env._(
            "%(state)s, licence %(number)s until %(end)s",
            state=self._fields["state"].convert_to_export(self.state, self),
            number=self.licence_number or "-",
            end=self.licence_date_end or "-",
        )
