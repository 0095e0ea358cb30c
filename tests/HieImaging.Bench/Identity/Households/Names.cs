namespace HieImaging.Bench.Identity.Households;

/// <summary>Names in use, the frequent ones first; and those that are close to another person's.</summary>
internal static class Names
{
    public static readonly string[] Girls = Split("""
        mary anna maria sarah emily jessica emma olivia hannah laura julia sophie charlotte isabella chloe lucy ruby alice ella grace amelia
        georgia samantha elizabeth katherine margaret patricia linda barbara susan dorothy helen nancy betty ruth sharon michelle carol amanda
        melissa deborah stephanie rebecca cynthia kathleen angela brenda pamela nicole christine marie janet frances ann joyce diane teresa
        gloria rosa carmen lucia elena ines pilar fatima aisha leila yasmin mei ling yuki priya anjali lakshmi olga natasha svetlana ingrid
        astrid greta heidi ursula brigitte monique claire camille amelie zoe tahlia mikayla kiara imogen matilda bridget fiona niamh siobhan
        """);

    public static readonly string[] Boys = Split("""
        james john robert michael william david richard joseph thomas charles daniel matthew anthony mark paul steven andrew joshua kenneth
        kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon
        benjamin samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter
        kyle ethan walter noah jeremy christian keith roger terry harry lachlan cooper riley angus hamish callum declan juan luis carlos
        miguel pedro diego mohammed ahmed omar hassan ali yusuf wei ming hiroshi kenji raj arjun vijay ivan sergei dmitri lars olaf hans
        klaus dieter pierre luc marcel antoine
        """);

    public static readonly string[] Families = Split("""
        smith jones williams brown wilson taylor johnson white martin anderson thompson nguyen thomas walker harris lee ryan robinson kelly
        king davis wright evans roberts green hall wood jackson clarke patel khan lewis james phillips mason mitchell rose davies rodriguez
        garcia martinez hernandez lopez gonzalez perez sanchez ramirez torres flores rivera gomez diaz cruz reyes morales ortiz gutierrez
        chen wang zhang liu yang huang zhao wu zhou singh kaur sharma kumar gupta ali hussain ahmed schmidt mueller schneider fischer weber
        meyer wagner becker schulz hoffmann koch bauer richter klein wolf neumann braun dubois moreau laurent lefebvre rossi russo ferrari
        bianchi romano ivanov petrov sokolov popov kowalski nowak wisniewski jansen visser bakker larsen hansen olsen nilsson murphy kennedy
        obrien osullivan mcdonald mcgregor macleod campbell stewart fraser ross graham hamilton marshall webb fletcher chapman barrett
        painter webster parr howie lund denholm alderson leslie roche tiller stephenson berry waller malloney broadby green blackwood
        hawthorne ashworth pemberton winterbourne castellanos okonkwo adeyemi mensah abebe tadesse yilmaz kaya demir papadopoulos
        """);

    public static readonly string[] Streets = Split("""
        station church high park victoria albert george king queen elizabeth william james bridge mill river lake hill forest garden school
        market north south east west railway cedar maple oak pine elm walnut willow chestnut sunset highland prospect lincoln washington
        jefferson madison stanley giblin pinkerton salkauskas macquoid randwick cutlack caley traeger carpenter corin hawkesbury
        willoughby sinclair tullaroop wallaby milne casuarina banksia grevillea wattle kurrajong
        """);

    public static readonly string[] StreetKinds = Split("street road avenue lane place crescent court drive close circuit");

    public static readonly string[] Places = Split("willaroo killarney wintersloe delmar milton miami kela avalind belmont rosedale brentwood glenview fairhaven");

    public static readonly string[] Cities = Split("""
        springfield fairview riverside clinton georgetown salem greenville bristol dover oxford milford ashland burlington manchester
        kingston newport auburn dayton richlands dapto bittern ryde cooma carrara clayfield canterbury marsden beaconsfield kellerberrin
        """);

    /// <summary>Two children of one family whose names are one slip apart, or one the short form of the other.</summary>
    public static readonly (string, string)[] Near =
    [
        ("jan", "jane"), ("ann", "anne"), ("anna", "hanna"), ("maria", "marie"), ("mary", "maria"), ("emily", "emilia"), ("amelia", "emilia"), ("ella", "bella"),
        ("ella", "ellie"), ("sara", "tara"), ("sarah", "sara"), ("mia", "pia"), ("zoe", "chloe"), ("julia", "julie"), ("christina", "christine"),
        ("joan", "jean"), ("jean", "dean"), ("eva", "ava"), ("eve", "eva"), ("leah", "lea"), ("kate", "katie"), ("kira", "kiara"), ("elena", "helena"),
        ("john", "jon"), ("jon", "ron"), ("erik", "eric"), ("mark", "marc"), ("marc", "marcel"), ("tim", "tom"), ("jack", "zack"), ("dan", "ian"),
        ("noah", "noel"), ("luke", "luka"), ("lucas", "luca"), ("leon", "leo"), ("daniel", "daniela"), ("michael", "michaela"), ("mohamed", "mahmoud"),
        ("hassan", "hussein"), ("ruben", "robin"), ("aaron", "darren"), ("paul", "paula"), ("robert", "roberta"), ("oliver", "olivia"),
        ("jose", "josue"), ("juan", "juana"), ("carlo", "carla"), ("mario", "maria"), ("alex", "alexa"), ("sam", "pam"), ("bob", "rob"), ("jim", "tim"),
        ("liz", "beth"), ("samuel", "samantha"), ("alexander", "alexandra"), ("patrick", "patricia"), ("christopher", "christian"), ("joseph", "josephine"),
        ("jack", "jock"), ("lara", "sara"), ("emma", "gemma"), ("hayden", "jayden"), ("harley", "hayley"), ("holly", "molly"), ("jade", "jake"), ("kane", "zane"),
        ("isabella", "isabelle"), ("jai", "kai"), ("megan", "tegan"), ("coby", "toby"), ("kayla", "layla"), ("dean", "sean"), ("kyle", "kylie"), ("lia", "mia"),
        ("nicola", "nicole"), ("angelica", "angelina"), ("daniella", "danielle"), ("laura", "lara"), ("evan", "ewan"), ("joshua", "josh"), ("benjamin", "ben"),
        ("william", "liam"), ("margaret", "marguerite"), ("katherine", "karin"), ("stephen", "stephanie"), ("frances", "francis"), ("johann", "johanna"),
    ];

    public static readonly (string, string)[] Nicknames =
    [
        ("elizabeth", "liz"), ("elizabeth", "beth"), ("katherine", "kate"), ("margaret", "peggy"), ("robert", "bob"), ("william", "bill"), ("richard", "dick"),
        ("james", "jim"), ("michael", "mike"), ("thomas", "tom"), ("joseph", "joe"), ("daniel", "dan"), ("patricia", "pat"), ("samantha", "sam"), ("andrew", "andy"),
        ("edward", "ted"), ("nicholas", "nick"), ("jonathan", "jon"), ("benjamin", "ben"), ("alexander", "alex"), ("susan", "sue"), ("deborah", "debbie"),
        ("rebecca", "becky"), ("timothy", "tim"), ("anthony", "tony"), ("matthew", "matt"), ("joshua", "josh"), ("stephanie", "steph"), ("jessica", "jess"),
    ];

    private static string[] Split(string words) => words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
