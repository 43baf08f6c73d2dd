"""The Equal Earth projection, and the position of a place on the drawing of the world.

Bojan Šavrič, Tom Patterson and Bernhard Jenny, “The Equal Earth map projection”, International Journal of
Geographical Information Science 33 (3), 2019, published online on 7 August 2018. Areas are true, so that no
part of the world looks larger than it is.
"""

from math import asin, cos, radians, sin, sqrt

# The coefficients of the published polynomial.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796

# The drawing is cut at 169° W, in the Bering Strait: the Pacific States lie side by side.
CENTRE = 11
# Half pixels of a map 1000 pixels wide: whole numbers are exact enough.
WIDTH = 2000
NORTH, SOUTH = 84, -57


def equal_earth(longitude, latitude):
    """Projects degrees east of the central meridian and north to (x, y) on a globe of radius 1, y upwards."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = 2 * sqrt(3) * radians(longitude) * cos(theta) / (3 * slope)
    y = theta * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return x, y


def from_centre(longitude):
    """Returns degrees east of the central meridian, from -180 up to 180."""
    return (longitude - CENTRE + 180) % 360 - 180


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
TOP = equal_earth(0, NORTH)[1]
HEIGHT = round(SCALE * (TOP - equal_earth(0, SOUTH)[1]))


def on_drawing(east, latitude):
    """Projects degrees east of the central meridian and north to (x, y) in the view box, y downwards."""
    x, y = equal_earth(east, latitude)
    return WIDTH / 2 + SCALE * x, SCALE * (TOP - y)


def place(longitude, latitude):
    """Projects longitude and latitude in degrees to (x, y) in the view box."""
    return on_drawing(from_centre(longitude), latitude)
