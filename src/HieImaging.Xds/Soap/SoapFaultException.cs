namespace HieImaging.Xds.Soap;

/// <summary>Leaves the reading of a message at the first thing that is wrong; caught by the door alone.</summary>
internal sealed class SoapFaultException(SoapFault fault) : Exception(fault.Reason)
{
    public SoapFault Fault { get; } = fault;
}
