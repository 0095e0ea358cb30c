using System.Globalization;

namespace HieImaging.Fhir.FhirPath;

/// <summary>Puts the words together by FHIRPath's grammar and precedence (N1, 6.8 and appendix B).</summary>
internal sealed class PathParser
{
    private const int DeepestNesting = 64;
    private const int PolarityPrecedence = 13;

    private static readonly Dictionary<string, int> Precedences = new(StringComparer.Ordinal)
    {
        ["*"] = 12, ["/"] = 12, ["div"] = 12, ["mod"] = 12,
        ["+"] = 11, ["-"] = 11, ["&"] = 11,
        ["is"] = 10, ["as"] = 10,
        ["|"] = 9,
        ["<="] = 8, ["<"] = 8, [">"] = 8, [">="] = 8,
        ["="] = 7, ["~"] = 7, ["!="] = 7, ["!~"] = 7,
        ["in"] = 6, ["contains"] = 6,
        ["and"] = 5,
        ["or"] = 4, ["xor"] = 4,
        ["implies"] = 3,
    };

    private static readonly ConstantNode Empty = new();

    private readonly List<PathToken> _tokens;
    private readonly bool _remembers;
    private int _at;
    private int _depth;

    private PathParser(List<PathToken> tokens)
    {
        _tokens = tokens;
        _remembers = !tokens.Any(token => token is { Kind: PathTokenKind.Name, Text: "aggregate" }
            or { Kind: PathTokenKind.External, Text: "context" });
    }

    private PathToken Token => _tokens[_at];

    /// <exception cref="PathSyntaxException">It is no expression of FHIRPath, or nested deeper than 64 levels.</exception>
    internal static PathNode Parse(string text)
    {
        var parser = new PathParser(PathLexer.Read(text));
        var node = parser.Expression(0);
        return parser.Token.Kind == PathTokenKind.End ? node : throw parser.Unexpected();
    }

    private PathNode Expression(int least)
    {
        if (++_depth > DeepestNesting)
            throw new PathSyntaxException(Token.Position, "The expression is nested deeper than 64 levels.");
        var left = Polarity();
        while (Token.Kind is PathTokenKind.Name or PathTokenKind.Symbol
            && Precedences.TryGetValue(Token.Text, out var precedence)
            && precedence > least)
        {
            var sign = Take().Text;
            left = sign is "is" or "as"
                ? PathOperators.OfType(sign, left, TypeName())
                : PathOperators.Of(sign, left, Expression(precedence));
        }
        _depth--;
        return left;
    }

    private PathNode Polarity()
    {
        if (Token is not { Kind: PathTokenKind.Symbol, Text: "+" or "-" })
            return Remembered(Steps(Term()));
        var negative = Take().Text == "-";
        return PathOperators.Signed(Expression(PolarityPrecedence), negative);
    }

    private PathNode Steps(PathNode node)
    {
        while (true)
        {
            if (TakeIf("."))
                node = Invocation(node);
            else if (TakeIf("["))
            {
                node = new IndexerNode(node, Expression(0));
                Expect("]");
            }
            else
                return node;
        }
    }

    private PathNode Remembered(PathNode node) =>
        _remembers && node.Dependence == PathDependence.Scope && node is not VariableNode ? new OnceNode(node) : node;

    private PathNode Term()
    {
        var token = Token;
        switch (token.Kind)
        {
            case PathTokenKind.String:
                Take();
                return new ConstantNode(FhirNode.Of(token.Text));
            case PathTokenKind.Number:
                Take();
                return Number(token);
            case PathTokenKind.Date:
                Take();
                return new ConstantNode(FhirNode.Of(PathDate.Read(token.Text) ?? throw Wrong(token, "A date is none.")));
            case PathTokenKind.Time:
                Take();
                return new ConstantNode(FhirNode.Of(PathTime.Read(token.Text) ?? throw Wrong(token, "A time is none.")));
            case PathTokenKind.External:
                Take();
                return PathVariables.External(token.Text) ?? throw Wrong(token, "There is no such external constant.");
            case PathTokenKind.Name when token.Text is "true" or "false":
                Take();
                return new ConstantNode(FhirNode.Of(token.Text == "true"));
        }
        if (TakeIf("("))
        {
            var inner = Expression(0);
            Expect(")");
            return inner;
        }
        if (TakeIf("{"))
        {
            Expect("}");
            return Empty;
        }
        return PathVariables.Special(token) is { } special ? Taken(special) : Invocation(ThisNode.Instance);
    }

    /// <summary>A number with a unit is a quantity.</summary>
    private ConstantNode Number(PathToken token)
    {
        if (token.Text.Length > 28
            || !decimal.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            throw Wrong(token, "A number is longer than is kept.");
        if (Token.Kind == PathTokenKind.String)
            return new(FhirNode.Of(new PathQuantity(number, Take().Text)));
        if (Token.Kind == PathTokenKind.Name && Token.Text.Length > 3 && PathUnit.Calendar(Token.Text) is not null)
            return new(FhirNode.Of(new PathQuantity(number, Take().Text)));
        return new(token.Text.Contains('.', StringComparison.Ordinal) || number > long.MaxValue
            ? FhirNode.Of(number)
            : FhirNode.Of((long)number));
    }

    private PathNode Invocation(PathNode source)
    {
        if (PathVariables.Special(Token) is { } special)
            return Taken(special);
        var token = Token;
        if (token.Kind is not (PathTokenKind.Name or PathTokenKind.DelimitedName))
            throw Unexpected();
        Take();
        if (!TakeIf("("))
            return token.Kind == PathTokenKind.Name
                && Precedences.ContainsKey(token.Text)
                && token.Text is not ("as" or "is" or "in" or "contains")
                ? throw Wrong(token, "A keyword stands where a name is expected.")
                : new MemberNode(source, token.Text);
        if (token.Text is "is" or "as" or "ofType")
        {
            var typed = PathOperators.OfType(token.Text, source, TypeName());
            Expect(")");
            return typed;
        }
        return PathCalls.Of(source, token, Arguments());
    }

    private PathNode[] Arguments()
    {
        var arguments = new List<PathNode>();
        if (TakeIf(")"))
            return [];
        do
            arguments.Add(Expression(0));
        while (TakeIf(","));
        Expect(")");
        return [.. arguments];
    }

    private TypeSpecifier TypeName()
    {
        var first = Name();
        var second = TakeIf(".") ? Name() : (PathToken?)null;
        return TypeSpecifier.TryFind(second is null ? null : first.Text, (second ?? first).Text, out var type)
            ? type
            : throw Wrong(first, "There is no such type in R4 or FHIRPath.");
    }

    private PathToken Name() => Token.Kind is PathTokenKind.Name or PathTokenKind.DelimitedName ? Take() : throw Unexpected();

    private PathToken Take() => _tokens[_at++];

    private PathNode Taken(PathNode node)
    {
        _at++;
        return node;
    }

    private bool TakeIf(string symbol)
    {
        var found = Token.Kind == PathTokenKind.Symbol && Token.Text == symbol;
        _at += found ? 1 : 0;
        return found;
    }

    private void Expect(string symbol)
    {
        if (!TakeIf(symbol))
            throw Unexpected();
    }

    private PathSyntaxException Unexpected() => Wrong(
        Token,
        Token.Kind == PathTokenKind.End ? "The expression ends too soon." : "A word stands where it cannot stand.");

    private static PathSyntaxException Wrong(PathToken token, string sentence) => new(token.Position, sentence);
}
