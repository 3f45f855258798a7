// SPDX-License-Identifier: MIT
#include "widgets/run/gallery.h"

#include "widgets/look/noticebar.h"

#include "tests/support/pictures.h"
#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstGallery : public QObject
{
    Q_OBJECT

private slots:
    void anExampleIsOpenedAsANewScript();
    void templatesStandBehindTheExamples();
    void theModelKeepsItsRules();
};

void TstGallery::anExampleIsOpenedAsANewScript()
{
    Gallery gallery({});
    gallery.show();
    testing::takePictures(gallery, u"gallery"_s);
    QSignalSpy chosen(&gallery, &Gallery::chosen);
    QVERIFY(gallery.findChild<QLabel *>(u"galleryFacts"_s)->text().contains(u"checksums.txt"_s));
    QTest::keyClick(gallery.findChild<QListView *>(u"galleryList"_s), Qt::Key_Down);
    QTest::mouseClick(gallery.findChild<QPushButton *>(u"galleryOpen"_s), Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().at(0).toString(), u"build-go.sh"_s);
    QVERIFY(chosen.first().at(1).toByteArray().startsWith("#!"));
    QVERIFY(!gallery.isVisible());
}

void TstGallery::templatesStandBehindTheExamples()
{
    const QTemporaryDir folder;
    QFile script(folder.filePath(u"mine.sh"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("# title: Mine\n");
    script.close();
    Gallery gallery(folder.path());
    gallery.show();
    const QAbstractItemModel *model = gallery.findChild<QListView *>(u"galleryList"_s)->model();
    const auto before = int(builtInExamples().size());
    QTRY_COMPARE(model->rowCount(), before + 1);
    QCOMPARE(model->index(before, 0).data().toString(), u"Mine"_s);
    Gallery lost(folder.filePath(u"gone"_s));
    lost.show();
    QTRY_VERIFY(lost.findChild<look::NoticeBar *>()->isVisible());
}

void TstGallery::theModelKeepsItsRules()
{
    GalleryModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setExamples(builtInExamples());
    QVERIFY(model.rowCount() >= 5);
}

PUNCHCARD_TEST(TstGallery, tst_gallery)
#include "tst_gallery.moc"
