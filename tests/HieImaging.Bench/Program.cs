using System.CommandLine;

return await new RootCommand("Measurements beside peers, and runs too long for the tests. Each command prints its verdict last.")
{
}.Parse(args).InvokeAsync();
