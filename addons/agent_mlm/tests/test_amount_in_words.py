from odoo.tests import tagged

from ..tools import hindi_number
from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestAmountInWords(MlmCommon):
    """Rupees in words, counted in lakh and crore."""

    def spell(self, amount, lang="en_US"):
        return self.company.currency_id.with_context(lang=lang)._spell_amount(amount)

    def test_rupees_and_paise(self):
        for amount, words in (
            (0, "Rupees zero only"),
            (0.05, "Rupees zero and five paise only"),
            (100_000, "Rupees one lakh only"),
            (1.5, "Rupees one and fifty paise only"),
            (-2, "Minus rupees two only"),
            (-0.01, "Minus rupees zero and one paise only"),
        ):
            self.assertEqual(self.spell(amount), words)

    def test_crores_not_millions_whatever_english_the_reader_has(self):
        self.assertIn("one crore", self.spell(12_345_678))

    def test_a_half_paisa_too_much_is_not_spelled(self):
        self.assertEqual(self.spell(0.29 + 0.01), "Rupees zero and thirty paise only")

    def test_every_number_below_a_hundred_has_a_hindi_name_of_its_own(self):
        names = {hindi_number.spell(number) for number in range(100)}
        self.assertEqual(len(names), 100)
