from num2words import num2words

from odoo import models

from ..tools import hindi_number


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def _group_indian(self, amount):
        """Return an amount in digits, grouped in lakh and crore: ``-12,34,567.50``.

        Languages other than English of India and Hindi group in millions.
        """
        rupees, paise = divmod(round(abs(amount) * 100), 100)
        head, tail = divmod(rupees, 1_000)
        groups = [f"{tail:03}"] if head else [str(tail)]
        while head:
            head, pair = divmod(head, 100)
            groups.insert(0, f"{pair:02}" if head else str(pair))
        sign = "-" if amount < 0 and (rupees or paise) else ""
        return f"{sign}{','.join(groups)}.{paise:02}"

    def _spell_amount(self, amount):
        """Return rupees and paise in words, counted in lakh and crore.

        Core's ``amount_to_text`` counts in millions unless the reader's language is
        English of India, and knows no Hindi.

        :param float amount: rupees; below zero reads "minus"
        """
        paise = round(abs(amount) * 100)
        values = {
            "rupees": self._spell_number(paise // 100),
            "paise": self._spell_number(paise % 100),
        }
        if amount < 0 and paise:
            return self._spell_debt(values, paise)
        if paise % 100:
            return self.env._("Rupees %(rupees)s and %(paise)s paise only", **values)
        return self.env._("Rupees %(rupees)s only", rupees=values["rupees"])

    def _spell_debt(self, values, paise):
        if paise % 100:
            return self.env._(
                "Minus rupees %(rupees)s and %(paise)s paise only", **values
            )
        return self.env._("Minus rupees %(rupees)s only", rupees=values["rupees"])

    def _spell_number(self, number):
        """Return a whole number in words of the reader's language."""
        if (self.env.lang or "").startswith("hi"):
            return hindi_number.spell(number)
        return num2words(number, lang="en_IN")
