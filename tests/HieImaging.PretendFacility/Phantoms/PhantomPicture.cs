namespace HieImaging.PretendFacility.Phantoms;

/// <summary>Draws a slice of a head in the manner of Shepp and Logan: a skull, a brain, two ventricles and a lesion that grows and shrinks with depth.</summary>
internal static class PhantomPicture
{
    // centre x, centre y, half axes, tilt in degrees, value; all in the unit square around the centre, later ones lie over earlier ones
    private static readonly (double X, double Y, double A, double B, double Tilt, ushort Value)[] Ellipses =
    [
        (0, 0, 0.69, 0.92, 0, 2200),
        (0, -0.0184, 0.6624, 0.874, 0, 1060),
        (0.22, 0, 0.11, 0.31, -18, 1010),
        (-0.22, 0, 0.16, 0.41, 18, 1010),
        (0, 0.35, 0.21, 0.25, 0, 1085),
        (0.06, -0.55, 0.09, 0.07, 0, 1160),
    ];

    /// <summary>Twelve-bit values, row by row, air 0.</summary>
    /// <param name="depth">From 0 at the crown to 1 at the base.</param>
    public static ushort[] Draw(int size, double depth)
    {
        var pixels = new ushort[size * size];
        var scale = Math.Sqrt(Math.Max(0.05, 1 - Math.Pow((2 * depth) - 1, 2) * 0.85));
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var x = (((column + 0.5) / size * 2) - 1) / scale;
                var y = (((row + 0.5) / size * 2) - 1) / scale;
                foreach (var ellipse in Ellipses)
                    if (Holds(ellipse, x, y))
                        pixels[(row * size) + column] = ellipse.Value;
            }
        }
        return pixels;
    }

    private static bool Holds((double X, double Y, double A, double B, double Tilt, ushort Value) ellipse, double x, double y)
    {
        var (sine, cosine) = Math.SinCos(ellipse.Tilt * Math.PI / 180);
        var (dx, dy) = (x - ellipse.X, y - ellipse.Y);
        var along = ((dx * cosine) + (dy * sine)) / ellipse.A;
        var across = ((dy * cosine) - (dx * sine)) / ellipse.B;
        return (along * along) + (across * across) <= 1;
    }
}
