// SPDX-License-Identifier: MIT
#include "widgets/run/gallery.h"

#include "widgets/look/noticebar.h"
#include "widgets/run/gallerymodel.h"

#include "tests/support/pictures.h"
#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
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
    void theFactsSayWhatItNeeds();
    void typingFindsAndArrowsChoose();
    void templatesStandBehindTheExamples();
    void theModelKeepsItsRules();
};

void TstGallery::anExampleIsOpenedAsANewScript()
{
    Gallery gallery({});
    gallery.show();
    testing::takePictures(gallery, u"gallery"_s);
    QSignalSpy chosen(&gallery, &Gallery::chosen);
    auto *list = gallery.findChild<QListView *>(u"galleryList"_s);
    QVERIFY(gallery.findChild<QLabel *>(u"galleryFacts"_s)->text().contains(u"report.txt"_s));
    QTest::keyClick(list, Qt::Key_Down);
    QTest::mouseClick(gallery.findChild<QPushButton *>(u"galleryOpen"_s), Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
    const auto example = chosen.first().first().value<Example>();
    QCOMPARE(example.file, u"my-ip.sh"_s);
    QVERIFY(example.text.startsWith("#!"));
    QVERIFY(!gallery.isVisible());
}

// Breaks for the user: an example that needs a password or a right does not say so before it is opened.
void TstGallery::theFactsSayWhatItNeeds()
{
    Gallery gallery({});
    gallery.show();
    auto *list = gallery.findChild<QListView *>(u"galleryList"_s);
    auto *facts = gallery.findChild<QLabel *>(u"galleryFacts"_s);
    const auto *model = qobject_cast<GalleryModel *>(list->model());
    list->setCurrentIndex(model->indexOf(u"openfaas.sh"_s));
    QVERIFY(facts->text().contains(u"OPENFAAS_URL, OPENFAAS_PASSWORD"_s));
    list->setCurrentIndex(model->indexOf(u"oidc.sh"_s));
    QVERIFY(facts->text().contains(u"OpenID Connect token"_s));
    list->setCurrentIndex(model->indexOf(u"whisper.sh"_s));
    QVERIFY(facts->text().contains(u"one element for each recording"_s) && !facts->text().contains(u"Works here"_s));
    testing::takePictures(gallery, u"gallery-whisper"_s);
    list->setCurrentIndex(model->indexOf(u"race.sh"_s));
    QVERIFY(facts->text().contains(u"Works here"_s));
}

// Breaks for the user: with twenty examples they look through all of them for the one with Go in it.
void TstGallery::typingFindsAndArrowsChoose()
{
    Gallery gallery({});
    gallery.show();
    auto *find = gallery.findChild<QLineEdit *>(u"galleryFind"_s);
    auto *list = gallery.findChild<QListView *>(u"galleryList"_s);
    auto *open = gallery.findChild<QPushButton *>(u"galleryOpen"_s);
    const auto *model = qobject_cast<GalleryModel *>(list->model());
    QTest::keyClicks(find, u"platforms"_s);
    QStringList shown;
    for (int row = 0; row < model->rowCount(); ++row)
        shown.append(model->index(row, 0).data().toString());
    QCOMPARE(shown,
             QStringList({u"Build"_s, u"A C++ program for several platforms"_s, u"A Go program for six platforms"_s,
                          u"A Rust program for several platforms"_s}));
    QCOMPARE(model->at(list->currentIndex())->file, u"build-cpp.sh"_s);
    // The first arrow goes into the list, past its heading.
    QTest::keyClick(find, Qt::Key_Down);
    QCOMPARE(model->at(list->currentIndex())->file, u"build-go.sh"_s);
    testing::takePictures(gallery, u"gallery-found"_s);
    find->setText(u"no such thing"_s);
    QCOMPARE(model->rowCount(), 0);
    QVERIFY(!open->isEnabled());
    find->clear();
    QVERIFY(open->isEnabled());
    // A heading is nothing to choose.
    QVERIFY(!(model->flags(model->index(0, 0)) & Qt::ItemIsSelectable));
    QSignalSpy chosen(&gallery, &Gallery::chosen);
    find->setText(u"holes"_s);
    QTest::keyClick(find, Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().value<Example>().file, u"scan-images.sh"_s);
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
    const int before = model->rowCount();
    QTRY_COMPARE(model->rowCount(), before + 2);
    QCOMPARE(model->index(before, 0).data().toString(), u"Yours"_s);
    QCOMPARE(model->index(before + 1, 0).data().toString(), u"Mine"_s);
    Gallery lost(folder.filePath(u"gone"_s));
    lost.show();
    QTRY_VERIFY(lost.findChild<look::NoticeBar *>()->isVisible());
}

void TstGallery::theModelKeepsItsRules()
{
    GalleryModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setExamples(builtInExamples());
    model.setFilter(u"kernel"_s);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(!model.at(model.index(0)));
    QCOMPARE(model.at(model.first())->file, u"linux-kernel.sh"_s);
}

PUNCHCARD_TEST(TstGallery, tst_gallery)
#include "tst_gallery.moc"
