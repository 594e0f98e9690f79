"""Drawn photographs of animals, for demo data: no two animals look alike."""

import base64
import io
import random

from PIL import Image, ImageDraw

SIZE = (640, 480)
COATS = ("#3b2a20", "#8a5a33", "#d8c9b0", "#1f1d1c", "#a8492a", "#6d6a66")
SKIES = ("#bcd9ea", "#d6e6ee", "#e9e2cf", "#c9dfc6")
GROUNDS = ("#7f9a55", "#a58b5b", "#93a86a", "#8c7a5a")
TUNICS = ("#b23a48", "#2f5d8a", "#e0a030", "#4a7c59")


def draw_photos(seed, tag_number):
    """Return {kind: base64 JPEG} of one animal.

    :param int seed: the same seed draws the same animal
    :param str tag_number: written on the ear tag
    """
    dice = random.Random(seed)
    coat, patch = dice.sample(COATS, 2)
    spots = [
        (dice.randint(170, 420), dice.randint(180, 260), dice.randint(15, 60))
        for _spot in range(dice.randint(3, 9))
    ]
    left = _draw_side(dice, coat, patch, spots)
    with_owner = left.copy()
    _draw_owner(ImageDraw.Draw(with_owner), dice.choice(TUNICS))
    return {
        "left": _encode(left),
        "right": _encode(left.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        "muzzle": _encode(_draw_front(dice, coat, patch)),
        "tag": _encode(_draw_tag(dice, coat, tag_number)),
        "with_owner": _encode(with_owner),
    }


def _draw_field(dice):
    image = Image.new("RGB", SIZE, dice.choice(SKIES))
    draw = ImageDraw.Draw(image)
    horizon = dice.randint(240, 320)
    draw.rectangle((0, horizon, *SIZE), fill=dice.choice(GROUNDS))
    for _tree in range(dice.randint(1, 4)):
        x, r = dice.randint(0, 640), dice.randint(20, 60)
        draw.ellipse((x - r, horizon - 2 * r, x + r, horizon), fill="#4f6f3a")
    return image, draw


def _draw_side(dice, coat, patch, spots):
    image, draw = _draw_field(dice)
    for x in (175, 215, 385, 425):
        draw.rectangle((x, 280, x + 22, 400), fill=coat)
    draw.ellipse((140, 160, 460, 320), fill=coat)
    for x, y, r in spots:
        draw.ellipse((x - r, y - r // 2, x + r, y + r // 2), fill=patch)
    draw.polygon(((430, 190), (500, 120), (530, 150), (455, 260)), fill=coat)
    draw.ellipse((485, 100, 575, 160), fill=coat)
    draw.ellipse((545, 118, 585, 156), fill=patch)
    draw.arc((470, 60, 520, 120), 90, 250, fill="#efe7d2", width=8)
    draw.ellipse((512, 116, 522, 126), fill="black")
    draw.rectangle((482, 118, 496, 138), fill="#f2c230")
    draw.line((145, 220, 120, 340), fill=patch, width=7)
    draw.ellipse((355, 295, 410, 335), fill="#e5b7a6")
    return image


def _draw_front(dice, coat, patch):
    image, draw = _draw_field(dice)
    draw.ellipse((200, 60, 440, 400), fill=coat)
    blaze = dice.randint(20, 60)
    draw.polygon(((320 - blaze, 90), (320 + blaze, 90), (320, 300)), fill=patch)
    draw.ellipse((240, 300, 400, 430), fill="#3a3230")
    for x in (275, 345):
        draw.ellipse((x, 350, x + 24, 374), fill="#171312")
    for x in (235, 375):
        draw.ellipse((x, 170, x + 28, 198), fill="black")
    draw.ellipse((110, 120, 215, 180), fill=coat)
    draw.ellipse((425, 120, 530, 180), fill=coat)
    return image


def _draw_tag(dice, coat, tag_number):
    image = Image.new("RGB", SIZE, coat)
    draw = ImageDraw.Draw(image)
    for _hair in range(400):
        x, y = dice.randint(0, 640), dice.randint(0, 480)
        draw.line((x, y, x + 6, y + 14), fill=dice.choice(COATS), width=1)
    draw.rounded_rectangle((150, 120, 490, 360), 30, fill="#f2c230")
    draw.ellipse((305, 140, 335, 170), fill="#8a6a10")
    draw.text((175, 215), tag_number, fill="black", font_size=40)
    return image


def _draw_owner(draw, tunic):
    draw.ellipse((60, 120, 110, 175), fill="#8d5a3a")
    draw.pieslice((52, 105, 118, 165), 180, 360, fill="#f4f0e6")
    draw.rounded_rectangle((45, 175, 125, 330), 16, fill=tunic)
    draw.rectangle((58, 330, 80, 420), fill="#f4f0e6")
    draw.rectangle((92, 330, 114, 420), fill="#f4f0e6")


def _encode(image):
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=82)
    return base64.b64encode(stream.getvalue())
