using System.Globalization;

namespace HieImaging.Publisher.Publishing;

/// <summary>How a run went. A study of two patients counts twice.</summary>
internal sealed class PublishSummary
{
    public int Studies { get; private set; }
    public int Instances { get; private set; }
    public int Accepted { get; set; }

    /// <summary>By the node, or not offered to it because the archive's data allow no key object.</summary>
    public int Refused { get; set; }

    public int Withdrawn { get; set; }

    /// <summary>Of a bulk intake that has not ended; the next run asks again.</summary>
    public int Unsettled { get; set; }

    public bool Clean => Refused == 0 && Unsettled == 0;

    public void Offer(int instances)
    {
        Studies++;
        Instances += instances;
    }

    public string Line(TimeSpan taken) => string.Create(CultureInfo.InvariantCulture,
        $"published {Studies} studies ({Instances} instances), accepted {Accepted}, refused {Refused} in {taken.TotalSeconds:0.0} s")
        + (Withdrawn > 0 ? string.Create(CultureInfo.InvariantCulture, $", withdrawn {Withdrawn}") : "")
        + (Unsettled > 0 ? string.Create(CultureInfo.InvariantCulture, $", not yet settled {Unsettled}") : "");
}
