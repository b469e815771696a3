"""The small words of English, French and German: what may follow a dash, and what ends a noun phrase."""

_ENGLISH = """
a about above across after again against all almost along already also although always am among an and
another any are around as at away back be became because been before behind being below beside besides
between beyond both but by came can cannot could did do does done down during each either else enough even
ever every few for from further had has have he her here hers herself him himself his how however i if in
indeed instead into is it its itself just last least less like many may me might mine more most much must my
myself near nearly neither never no none nor not nothing now of off often on once one only onto or other
others our ours ourselves out over own perhaps quite rather same shall she should since so some something
soon still such than that the their theirs them themselves then there therefore these they this those though
through thus till to together too toward towards under unless until up upon us very was we well were what
when where whether which while who whom whose why will with within without would yes yet you your yours
yourself
"""
_FRENCH = """
à ai ainsi alors après au aucun aussi autre autres aux avait avant avec avoir bien car ce ceci cela celle
celui cependant ces cet cette ceux chaque chez comme dans de depuis des donc dont du elle elles en encore
enfin entre est et étaient était être eu eux fait fut ici il ils je jusque la le les leur leurs lui ma mais
me même mes moi moins mon ne ni non nos notre nous on ont or ou où par parce pas pendant peu plus pour
pourtant puis quand que quel quelle quelques qui quoi sa sans se sera ses si soit son sont sous sur ta te
tes toi ton tous tout toute toutes très trop tu un une vers voici voilà vos votre vous y
"""
_GERMAN = """
aber alle allein als also am an andere auch auf aus außer bei beide bereits bin bis bist da dabei dadurch
dafür dagegen daher damit dann daran darauf darin darüber darum das dass daß davon dazu dein dem den denn
dennoch der deren des dessen dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine
einem einen einer eines er es etwa etwas euch euer für gegen gegenüber hat hatte hatten hier hinter ich ihm
ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedoch jene jetzt kann kein keine man mehr
mein mich mir mit nach nachdem neben nein nicht nichts nie noch nun nur ob oder ohne schon sehr sein seine
seit sich sie sind so soll sondern sonst über um und uns unser unter viel vom von vor wann war waren warum
was wegen weil welche wenn wer werden wie wieder wir wird wo wohl zu zum zur zwar zwischen
"""

FUNCTION_WORDS = frozenset((_ENGLISH + _FRENCH + _GERMAN).split())
"""Articles, pronouns, prepositions, conjunctions and auxiliaries, as folded keys."""
