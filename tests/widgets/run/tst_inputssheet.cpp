// SPDX-License-Identifier: MIT
#include "widgets/run/inputssheet.h"

#include "core/jobs/inputtree.h"
#include "widgets/look/noticebar.h"
#include "widgets/run/inputsmodel.h"

#include "tests/support/pictures.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>
#include <QDragEnterEvent>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstInputsSheet : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void sizesAreToldAndSummedUp();
    void whatIsTooLargeIsSaid();
    void whatIsLeftOutIsCounted();
    void droppedFilesAreAddedAndRemoved();
    void theModelKeepsItsRules();

private:
    QString file(const QString &name, qint64 size)
    {
        QFile made(m_folder->filePath(name));
        if (made.open(QIODevice::WriteOnly))
            made.resize(size);
        return made.fileName();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    testing::ScriptedPrompts m_prompts;
};

void TstInputsSheet::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_prompts = {};
}

void TstInputsSheet::sizesAreToldAndSummedUp()
{
    QVERIFY(QDir(m_folder->path()).mkpath(u"data"_s));
    file(u"data/one"_s, 1000);
    file(u"data/two"_s, 2000);
    InputsSheet sheet({}, m_prompts);
    sheet.show();
    m_prompts.folder = m_folder->filePath(u"data"_s);
    QTest::mouseClick(sheet.findChild<QPushButton *>(u"addFolder"_s), Qt::LeftButton);
    m_prompts.files = {file(u"three"_s, 500)};
    QTest::mouseClick(sheet.findChild<QPushButton *>(u"addFiles"_s), Qt::LeftButton);
    QCOMPARE(sheet.inputs().size(), 2);
    QTRY_VERIFY2(sheet.findChild<QLabel *>(u"inputsTotal"_s)->text().contains(u"3.5 kB"_s),
                 qPrintable(sheet.findChild<QLabel *>(u"inputsTotal"_s)->text()));
    testing::takePictures(sheet, u"run-inputs"_s);
}

void TstInputsSheet::whatIsTooLargeIsSaid()
{
    InputsSheet sheet({}, m_prompts);
    sheet.show();
    sheet.add({file(u"huge"_s, largestInput + 1)});
    auto *notice = sheet.findChild<look::NoticeBar *>();
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(notice->text().contains(u"more than GitHub takes"_s));
    testing::takePictures(sheet, u"run-inputs-refused"_s);
}

// Breaks for the user: what an ignore file keeps back is missed only when the script fails.
void TstInputsSheet::whatIsLeftOutIsCounted()
{
    QVERIFY(QDir(m_folder->path()).mkpath(u"src"_s));
    InputsModel model;
    (void)file(u"src/a.c"_s, 10);
    (void)file(u"src/a.o"_s, 1000);
    QFile rules(file(u"src/.punchcardignore"_s, 0));
    QVERIFY(rules.open(QIODevice::WriteOnly) && rules.write("*.o\n") > 0 && rules.flush());
    QVERIFY(model.add(m_folder->filePath(u"src"_s)));
    QTRY_COMPARE(model.index(0).data(InputsModel::SizeRole).toString(), u"10 B; 2 left out"_s);
}

void TstInputsSheet::droppedFilesAreAddedAndRemoved()
{
    InputsSheet sheet({}, m_prompts);
    sheet.show();
    testing::takePictures(sheet, u"run-inputs-empty"_s);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file(u"a"_s, 1)), QUrl::fromLocalFile(file(u"b"_s, 1))});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&sheet, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&sheet, &drop);
    QCOMPARE(sheet.inputs().size(), 2);
    auto *list = sheet.findChild<QListView *>(u"inputsList"_s);
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::mouseClick(sheet.findChild<QPushButton *>(u"removeInput"_s), Qt::LeftButton);
    QCOMPARE(sheet.inputs().size(), 1);
    QCOMPARE(sheet.inputs().first().name, u"b"_s);
}

void TstInputsSheet::theModelKeepsItsRules()
{
    InputsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(model.add(file(u"a"_s, 10)));
    QVERIFY(model.add(file(u"b"_s, 10)));
    QTRY_COMPARE(model.totalBytes(), 20);
    model.removeAt(0);
    QCOMPARE(model.inputs().size(), 1);
    QVERIFY(!model.add(m_folder->filePath(u"gone"_s)));
}

PUNCHCARD_TEST(TstInputsSheet, tst_inputssheet)
#include "tst_inputssheet.moc"
