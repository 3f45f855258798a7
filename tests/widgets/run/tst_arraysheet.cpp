// SPDX-License-Identifier: MIT
#include "widgets/run/arraysheet.h"

#include "widgets/look/noticebar.h"
#include "widgets/run/elementsmodel.h"
#include "widgets/run/tablemodel.h"

#include "tests/support/pictures.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QDragEnterEvent>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstArraySheet : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void byKeyboardAlone();
    void eachMarkedInputIsAnElement();
    void aTableIsChosenAndShown();
    void whatIsNoTableIsSaid();
    void whatIsDroppedIsUnderstood();
    void nothingHalfIsTaken();
    void whatWasChosenIsThereAgain();
    void otherElementsOfAnotherArray();
    void oneLineForEachKind();
    void theModelsKeepTheirRules();

private:
    QString file(const QString &name, const QByteArray &content = "x")
    {
        QFile made(m_folder->filePath(name));
        if (made.open(QIODevice::WriteOnly))
            made.write(content);
        return made.fileName();
    }
    static void drop(ArraySheet &sheet, const QStringList &paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
        const QPoint middle = sheet.rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&sheet, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&sheet, &event);
    }
    static JobSpec chosen(const ArraySheet &sheet, JobSpec spec = {})
    {
        sheet.applyTo(spec);
        return spec;
    }
    static qsizetype rows(const ArraySheet &sheet) { return chosen(sheet).params.rows.size(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    testing::ScriptedPrompts m_prompts;
};

void TstArraySheet::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_prompts = {};
}

void TstArraySheet::byKeyboardAlone()
{
    ArraySheet sheet({}, m_prompts);
    sheet.show();
    QVERIFY(QTest::qWaitForWindowActive(&sheet, 30'000));
    auto *once = sheet.findChild<QRadioButton *>(u"arrayOnce"_s);
    QVERIFY(once->isChecked());
    QVERIFY(!sheet.findChild<QCheckBox *>(u"failFast"_s)->isEnabled());
    once->setFocus();
    QTest::keyClick(once, Qt::Key_Down);
    QVERIFY(sheet.findChild<QRadioButton *>(u"arrayTimes"_s)->isChecked());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), sheet.findChild<QSpinBox *>(u"arrayCount"_s));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"12"_s);
    auto *failFast = sheet.findChild<QCheckBox *>(u"failFast"_s);
    failFast->setFocus();
    QTest::keyClick(failFast, Qt::Key_Space);
    QVERIFY(failFast->isChecked());
    QSignalSpy accepted(&sheet, &QDialog::accepted);
    QTest::keyClick(&sheet, Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);
    const JobSpec spec = chosen(sheet);
    QCOMPARE(spec.array, 12);
    QVERIFY(spec.failFast && !spec.merge && !spec.maxParallel);
}

void TstArraySheet::eachMarkedInputIsAnElement()
{
    const JobSpec spec{.inputs = {{.path = file(u"a.wav"_s), .name = u"a.wav"_s}, {.path = file(u"model"_s), .name = u"model"_s}}};
    ArraySheet sheet(spec, m_prompts);
    sheet.show();
    sheet.findChild<QRadioButton *>(u"arrayInputs"_s)->click();
    m_prompts.files = {file(u"b.wav"_s)};
    QTest::mouseClick(sheet.findChild<QPushButton *>(u"addElements"_s), Qt::LeftButton);
    auto *list = sheet.findChild<QListView *>(u"elementsList"_s);
    QCOMPARE(list->model()->rowCount(), 3);
    // The model is for all of them: by the space bar.
    list->setFocus();
    list->setCurrentIndex(list->model()->index(1, 0));
    QTest::keyClick(list, Qt::Key_Space);
    sheet.findChild<QSpinBox *>(u"atOnce"_s)->setValue(4);
    testing::takePictures(sheet, u"array-inputs"_s);
    const JobSpec now = chosen(sheet, spec);
    QCOMPARE(now.each, QStringList({u"a.wav"_s, u"b.wav"_s}));
    QCOMPARE(now.inputs.size(), 3);
    QCOMPARE(now.maxParallel, std::optional(4));
}

void TstArraySheet::aTableIsChosenAndShown()
{
    QByteArray text = "WIDTH,SEED,TITLE\n";
    for (int i = 0; i < 30; ++i)
        text += QByteArray::number(40 + 40 * i) + "," + QByteArray::number(i) + ",\"a picture\nof " + QByteArray::number(i) + "\"\n";
    ArraySheet sheet({}, m_prompts);
    sheet.show();
    sheet.findChild<QRadioButton *>(u"arrayRows"_s)->click();
    testing::takePictures(sheet, u"array-no-table"_s);
    m_prompts.files = {file(u"sizes.csv"_s, text)};
    QTest::mouseClick(sheet.findChild<QPushButton *>(u"chooseTable"_s), Qt::LeftButton);
    QTRY_COMPARE(rows(sheet), 30);
    auto *preview = sheet.findChild<QTableView *>(u"tablePreview"_s);
    QVERIFY(preview->isVisible());
    QCOMPARE(preview->model()->rowCount(), TableModel::mostRows);
    QCOMPARE(preview->model()->headerData(1, Qt::Horizontal).toString(), u"SEED"_s);
    QCOMPARE(preview->model()->headerData(3, Qt::Vertical).toInt(), 3);
    QCOMPARE(preview->model()->index(3, 2).data().toString(), u"a picture of 3"_s);
    QVERIFY(sheet.findChild<QLabel *>(u"tableFile"_s)->text().contains(u"30"_s));
    sheet.findChild<QCheckBox *>(u"merge"_s)->click();
    testing::takePictures(sheet, u"array-table"_s);
    QCOMPARE(chosen(sheet).params.file, m_prompts.files.constFirst());
    QVERIFY(chosen(sheet).merge);
}

// Breaks for the user: nothing happens, and they do not learn which line of their spreadsheet is wrong.
void TstArraySheet::whatIsNoTableIsSaid()
{
    ArraySheet sheet({}, m_prompts);
    sheet.show();
    sheet.add({file(u"good.csv"_s, "A\n1\n")});
    QTRY_COMPARE(rows(sheet), 1);
    sheet.add({file(u"bad.csv"_s, "A,B\n1,2\n3\n")});
    auto *notice = sheet.findChild<look::NoticeBar *>();
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->text().contains(u"Line 3 of “bad.csv”"_s), qPrintable(notice->text()));
    testing::takePictures(sheet, u"array-refused"_s);
    QCOMPARE(chosen(sheet).params.names, QStringList{u"A"_s});
}

void TstArraySheet::whatIsDroppedIsUnderstood()
{
    ArraySheet sheet({}, m_prompts);
    sheet.show();
    drop(sheet, {file(u"a.csv"_s, "A\n1\n2\n")});
    QTRY_COMPARE(rows(sheet), 2);
    QVERIFY(sheet.findChild<QRadioButton *>(u"arrayRows"_s)->isChecked());
    drop(sheet, {file(u"a.csv"_s), file(u"b.csv"_s)});
    QVERIFY(sheet.findChild<QRadioButton *>(u"arrayInputs"_s)->isChecked());
    QCOMPARE(chosen(sheet).each, QStringList({u"a.csv"_s, u"b.csv"_s}));
    QVERIFY(chosen(sheet).params.rows.isEmpty());
}

void TstArraySheet::nothingHalfIsTaken()
{
    ArraySheet sheet({}, m_prompts);
    sheet.show();
    QSignalSpy accepted(&sheet, &QDialog::accepted);
    auto *done = sheet.findChild<QPushButton *>(u"arrayDone"_s);
    for (const QString &kind : {u"arrayInputs"_s, u"arrayRows"_s}) {
        sheet.findChild<QRadioButton *>(kind)->click();
        QTest::mouseClick(done, Qt::LeftButton);
        QVERIFY(sheet.findChild<look::NoticeBar *>()->isVisible());
    }
    QCOMPARE(accepted.size(), 0);
    sheet.findChild<QRadioButton *>(u"arrayOnce"_s)->click();
    QTest::mouseClick(done, Qt::LeftButton);
    QCOMPARE(accepted.size(), 1);
}

void TstArraySheet::whatWasChosenIsThereAgain()
{
    const QString one = file(u"one"_s);
    const JobSpec times{.array = 5, .elements = {1, 3}, .maxParallel = 2, .failFast = true, .merge = true};
    const JobSpec inputs{.inputs = {{.path = one, .name = u"one"_s}, {.path = one + u'x', .name = u"two"_s}}, .each = {u"two"_s}};
    const JobSpec table{.params = {.names = {u"A"_s}, .rows = {{u"1"_s}}, .file = u"/x.csv"_s}};
    for (const JobSpec &spec : {JobSpec(), times, inputs, table}) {
        const ArraySheet sheet(spec, m_prompts);
        QCOMPARE(chosen(sheet, spec), spec);
    }
}

// Breaks for the user: of the new array only those run that had failed in the old one.
void TstArraySheet::otherElementsOfAnotherArray()
{
    const JobSpec spec{.array = 5, .elements = {1, 3}};
    ArraySheet sheet(spec, m_prompts);
    sheet.findChild<QSpinBox *>(u"arrayCount"_s)->setValue(6);
    QVERIFY(chosen(sheet, spec).elements.isEmpty());
    sheet.findChild<QRadioButton *>(u"arrayOnce"_s)->click();
    QCOMPARE(chosen(sheet, spec), JobSpec());
}

void TstArraySheet::oneLineForEachKind()
{
    QCOMPARE(ArraySheet::summary({}), QString());
    QCOMPARE(ArraySheet::summary({.array = 1}), u"1 time"_s);
    QCOMPARE(ArraySheet::summary({.array = 8}), u"8 times"_s);
    QCOMPARE(ArraySheet::summary({.each = {u"a"_s, u"b"_s}}), u"Once for each of 2 inputs"_s);
    const Parameters table{.names = {u"A"_s}, .rows = {{u"1"_s}, {u"2"_s}}, .file = u"/x/p.csv"_s};
    QCOMPARE(ArraySheet::summary({.params = table}), u"Once for each of 2 rows of p.csv"_s);
}

void TstArraySheet::theModelsKeepTheirRules()
{
    ElementsModel elements;
    const QAbstractItemModelTester tester(&elements, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(elements.add(file(u"a"_s)));
    QVERIFY(elements.add(file(u"a"_s)));
    QCOMPARE(elements.rowCount(), 1);
    QVERIFY(!elements.add(m_folder->filePath(u"none"_s)));
    elements.setInputs({{.path = u"/b"_s, .name = u"b"_s}}, {u"c"_s});
    QVERIFY(elements.elements().isEmpty());
    TableModel table;
    const QAbstractItemModelTester other(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
    table.setTable({.names = {u"A"_s, u"B"_s}, .rows = {{u"1"_s, u"2"_s}}});
    QCOMPARE(table.columnCount(), 2);
    table.setTable({});
    QCOMPARE(table.rowCount(), 0);
}

PUNCHCARD_TEST(TstArraySheet, tst_arraysheet)
#include "tst_arraysheet.moc"
