// SPDX-License-Identifier: MIT
#include "core/script/parameterfile.h"

#include "core/workflow/jobcheck.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstParameterFile : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void whatPeopleAndProgramsWrite_data();
    void whatPeopleAndProgramsWrite();
    void whatIsNoTable_data();
    void whatIsNoTable();
    void asManyAsAJobTakes();
    void theFileIsNoted();
};

using Rows = QList<QStringList>;

// Breaks for the user: an element gets another value than the one that stands in their spreadsheet.
void TstParameterFile::whatPeopleAndProgramsWrite_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<Rows>("rows");
    const QStringList ab{u"A"_s, u"B"_s};
    QTest::newRow("plain") << QByteArray("A,B\n1,2\n3,4\n") << ab << Rows{{u"1"_s, u"2"_s}, {u"3"_s, u"4"_s}};
    QTest::newRow("no line end at the end") << QByteArray("A,B\n1,2") << ab << Rows{{u"1"_s, u"2"_s}};
    QTest::newRow("from Windows") << QByteArray("A,B\r\n1,2\r\n") << ab << Rows{{u"1"_s, u"2"_s}};
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                   "A,B\n1,2\n")
                                     << ab << Rows{{u"1"_s, u"2"_s}};
    QTest::newRow("blank lines at the end") << QByteArray("A,B\n1,2\n\n\r\n\n") << ab << Rows{{u"1"_s, u"2"_s}};
    QTest::newRow("quoted") << QByteArray("\"A\",\"B\"\n\"1\",\"2\"\n") << ab << Rows{{u"1"_s, u"2"_s}};
    QTest::newRow("separator in quotes") << QByteArray("A,B\n\"1,2\",\",\"\n") << ab << Rows{{u"1,2"_s, u","_s}};
    QTest::newRow("quotes in quotes") << QByteArray("A,B\n\"say \"\"x\"\"\",\"\"\"\"\n") << ab << Rows{{u"say \"x\""_s, u"\""_s}};
    QTest::newRow("lines in quotes") << QByteArray("A,B\n\"1\n2\r\n\",\"\n\"\n3,4\n") << ab
                                     << Rows{{u"1\n2\r\n"_s, u"\n"_s}, {u"3"_s, u"4"_s}};
    QTest::newRow("a quoted value ends the file") << QByteArray("A,B\n1,\"2\"") << ab << Rows{{u"1"_s, u"2"_s}};
    QTest::newRow("empty values") << QByteArray("A,B\n,\n\"\",\"\"\n1,\n") << ab << Rows{{u""_s, u""_s}, {u""_s, u""_s}, {u"1"_s, u""_s}};
    QTest::newRow("an empty value ends the file") << QByteArray("A,B\n1,") << ab << Rows{{u"1"_s, u""_s}};
    QTest::newRow("blanks are of the value") << QByteArray(" A , B\n 1 ,2\t\n") << ab << Rows{{u" 1 "_s, u"2\t"_s}};
    QTest::newRow("semicolons") << QByteArray("A;B\n1,5;2\n") << ab << Rows{{u"1,5"_s, u"2"_s}};
    QTest::newRow("tabs") << QByteArray("A\tB\n1;,\t2\n") << ab << Rows{{u"1;,"_s, u"2"_s}};
    QTest::newRow("one column") << QByteArray("A\n1;2\n\"\"\n\"3,4\"\n") << QStringList{u"A"_s} << Rows{{u"1;2"_s}, {u""_s}, {u"3,4"_s}};
    QTest::newRow("letters of all kinds") << QByteArray("A,B\nnaïve,報告 🃏\n") << ab << Rows{{u"naïve"_s, u"報告 🃏"_s}};
    QTest::newRow("what a shell would run") << QByteArray("A,B\n$(id) `id` ${{ github.token }},007\n") << ab
                                            << Rows{{u"$(id) `id` ${{ github.token }}"_s, u"007"_s}};
    QTest::newRow("ten columns") << QByteArray("a,b,c,d,e,f,g,h,i,j\n1,2,3,4,5,6,7,8,9,10\n") << u"a b c d e f g h i j"_s.split(u' ')
                                 << Rows{u"1 2 3 4 5 6 7 8 9 10"_s.split(u' ')};
}

void TstParameterFile::whatPeopleAndProgramsWrite()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QStringList, names);
    QFETCH(const Rows, rows);
    const Result<Parameters> table = parametersOf(text, u"x.csv"_s);
    QVERIFY2(table, table ? "" : qPrintable(table.error().sentence()));
    QCOMPARE(table->names, names);
    QCOMPARE(table->rows, rows);
}

void TstParameterFile::whatIsNoTable_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("said");
    QTest::newRow("empty") << QByteArray() << u"“x.csv” is empty"_s;
    QTest::newRow("only blank lines") << QByteArray("\xef\xbb\xbf\r\n\n \n") << u"“x.csv” is empty"_s;
    QTest::newRow("no rows") << QByteArray("A,B\n\n") << u"no rows"_s;
    QTest::newRow("too few values") << QByteArray("A,B\n1,2\n3\n") << u"Line 3 of “x.csv”: it has 1 value"_s;
    QTest::newRow("too many values") << QByteArray("A,B\n\"1\n2\",3\n4,5,6\n") << u"Line 4 of “x.csv”: it has 3 values"_s;
    QTest::newRow("blank line between") << QByteArray("A\n1\n\n\n2\n") << u"Line 3 of “x.csv”"_s;
    QTest::newRow("never closed") << QByteArray("A,B\n1,2\n3,\"4\n5,6\n") << u"Line 3 of “x.csv”: a quotation mark is never"_s;
    QTest::newRow("quote in a value") << QByteArray("A,B\n1,2\n3,4\"5\n") << u"Line 3 of “x.csv”: a quotation mark stands"_s;
    QTest::newRow("behind a quote") << QByteArray("A,B\n\"1\n\"x,2\n") << u"Line 3 of “x.csv”: something stands"_s;
    QTest::newRow("from an old Mac") << QByteArray("A,B\r1,2\r") << u"Line 1 of “x.csv”: a carriage return"_s;
    QTest::newRow("twins") << QByteArray("Ab,x,aB\n1,2,3\n") << u"Line 1 of “x.csv”: two columns are called “aB”"_s;
    QTest::newRow("column without a name") << QByteArray("A,,B\n1,2,3\n") << u"Line 1 of “x.csv”"_s;
    QTest::newRow("no variable") << QByteArray("A,2nd\n1,2\n") << u"“2nd” cannot be a variable"_s;
    QTest::newRow("the runner's variable") << QByteArray("A,PATH\n1,2\n") << u"“PATH”"_s;
    QTest::newRow("data in the first line") << QByteArray("80,1\n120,2\n") << u"“80” cannot be a variable"_s;
    QTest::newRow("Latin 1") << QByteArray("A,B\n1,2\nna\xefve,2\n") << u"Line 3 of “x.csv”: what stands there is no text in UTF-8"_s;
    QTest::newRow("cut in a letter") << QByteArray("A,B\n1,\xe5\xa0") << u"Line 2 of “x.csv”"_s;
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe"
                                          "A\0,\0B\0\n\0",
                                          10)
                            << u"Line 1 of “x.csv”"_s;
    QTest::newRow("zero") << QByteArray("A,B\n1,2\n\0,2\n", 13) << u"Line 3 of “x.csv”"_s;
}

void TstParameterFile::whatIsNoTable()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, said);
    const Result<Parameters> table = parametersOf(text, u"x.csv"_s);
    QVERIFY(!table);
    QCOMPARE(table.error().kind, Error::Kind::Refused);
    QVERIFY2(table.error().what.contains(said), qPrintable(table.error().what));
    QVERIFY(!table.error().remedy.isEmpty() && !table.error().remedy.contains(u'%') && !table.error().remedy.contains(u"44"_s));
}

void TstParameterFile::asManyAsAJobTakes()
{
    QByteArray text = "A\n" + QByteArray("1\n").repeated(workflow::largestArray);
    const Result<Parameters> most = parametersOf(text, u"x.csv"_s);
    QVERIFY(most);
    QCOMPARE(most->rows.size(), workflow::largestArray);
    text += "1\n";
    const Result<Parameters> more = parametersOf(text, u"x.csv"_s);
    QVERIFY(!more);
    QVERIFY2(more.error().what.startsWith(u"Line %1 "_s.arg(workflow::largestArray + 2)), qPrintable(more.error().what));
}

void TstParameterFile::theFileIsNoted()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"p.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("A\n1\n") > 0);
    file.close();
    const Result<Parameters> table = readParameters(file.fileName());
    QVERIFY(table);
    QCOMPARE(table->file, file.fileName());
    QCOMPARE(readParameters(folder.filePath(u"none.csv"_s)).error().kind, Error::Kind::Missing);
    QVERIFY(!readParameters(folder.path()));
}

PUNCHCARD_TEST(TstParameterFile, tst_parameterfile)
#include "tst_parameterfile.moc"
