using HieImaging.RecordLocator;
using HieImaging.Trust.Admission;

namespace HieImaging.Node.Serving;

/// <summary>What stands before and under the rooms' doors: who knows what (record locator), who may (the gate).</summary>
internal static class SharedDoors
{
    public static void Add(IServiceCollection services) => services.AddRecordLocator().AddTrust();

    public static void Map(WebApplication app) => app.UseGate();
}
