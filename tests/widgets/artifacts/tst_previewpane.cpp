// SPDX-License-Identifier: MIT
#include "widgets/artifacts/previewpane.h"

#include "tests/support/pictures.h"
#include "tests/support/testmain.h"
#include "tests/support/watchdog.h"
#include "tests/support/zipbuilder.h"
#include "widgets/artifacts/hexview.h"
#include "widgets/artifacts/imageview.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTreeView>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstPreviewPane : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void textIsColoured();
    void longLinesAreColouredInSlices();
    void itsSumIsTold();
    void aPictureTellsItsSize();
    void aBrokenPictureIsShownAsBytes();
    void anArchiveIsListed();
    void thousandsOfEntriesCostNothingBeforeTheyAreSeen();
    void bytesOfAHugeFileAreReadWhereOneLooks();
    void anEmptyFileSaysSo();
    void aVanishedFileSaysSo();
    void theLastChosenWins();

private:
    QString put(const QString &name, const QByteArray &content)
    {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return path;
    }
    void show(const QString &path)
    {
        QSignalSpy shown(m_pane.get(), &PreviewPane::shown);
        m_pane->showFile(path);
        QTRY_VERIFY(shown.count() > 0);
    }
    template<typename T>
    [[nodiscard]] T *visible() const
    {
        T *widget = m_pane->findChild<T *>();
        return widget && widget->isVisible() ? widget : nullptr;
    }
    [[nodiscard]] QString facts() const { return m_pane->findChild<QLabel *>(u"previewFacts"_s)->text(); }

    QTemporaryDir m_folder;
    std::unique_ptr<PreviewPane> m_pane;
};

void TstPreviewPane::init()
{
    m_pane = std::make_unique<PreviewPane>();
    m_pane->resize(560, 320);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_pane.get(), 30'000));
}

void TstPreviewPane::textIsColoured()
{
    const QByteArray script = "#!/bin/bash\nset -e -x -o pipefail\n\n# Fetch and build\nfor target in x86_64 arm64; do\n"
                              "    make ARCH=\"$target\" -j\"$(nproc)\" && cp vmlinux uploads/\ndone\necho \"done: ${SECONDS}s\"\n";
    show(put(u"build.sh"_s, script));
    auto *text = m_pane->findChild<QPlainTextEdit *>(u"previewText"_s);
    QVERIFY(text->isVisible());
    QVERIFY(text->toPlainText().startsWith("#!/bin/bash"_L1));
    const auto coloured = [text] { return !text->document()->findBlockByNumber(1).layout()->formats().isEmpty(); };
    QTRY_VERIFY(coloured());
    testing::takePictures(*m_pane, u"preview-text"_s);
}

// Breaks for the user: a click on a minified file, and the window stands still.
void TstPreviewPane::longLinesAreColouredInSlices()
{
    const QByteArray line = QByteArray("for f in $(ls \"$HOME\"); do echo '1' | cat - \"$f\"; done; ").repeated(36).first(1'990) + '\n';
    const QString path = put(u"long.sh"_s, "#!/bin/bash\n" + line.repeated(65));
    auto *text = m_pane->findChild<QPlainTextEdit *>(u"previewText"_s);
    const auto isColoured = [](const QTextBlock &block) { return !block.layout()->formats().isEmpty(); };
    const auto isAllColoured = std::make_shared<bool>(true); // when it is shown
    connect(m_pane.get(), &PreviewPane::shown, text,
            [text, isColoured, isAllColoured] { *isAllColoured = isColoured(text->document()->findBlockByNumber(65)); });
    testing::Watchdog watchdog;
    show(path);
    QVERIFY(!*isAllColoured);
    QTRY_VERIFY_WITH_TIMEOUT(isColoured(text->document()->findBlockByNumber(65)), 60'000);
    qInfo("130 kB of long lines: longest turn %.1f ms of processor time", watchdog.longest());
}

// Breaks for the user: whether a file is the one that somebody published, they have to find out elsewhere.
void TstPreviewPane::itsSumIsTold()
{
    auto *sum = m_pane->findChild<QLabel *>(u"previewSum"_s);
    show(put(u"a.txt"_s, "hello\n"));
    QTRY_VERIFY(sum->isVisible());
    QCOMPARE(sum->toolTip(), u"SHA-256 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"_s);
    m_pane->resize(240, 320);
    QTRY_VERIFY(sum->text().startsWith("SHA-256 58"_L1) && sum->text().endsWith("03"_L1) && sum->text().size() < sum->toolTip().size());
    m_pane->showNote(u"eye"_s, u"Nothing"_s, {});
    QVERIFY(!sum->isVisible());
}

void TstPreviewPane::aPictureTellsItsSize()
{
    QImage image(300, 180, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(QColor(0x3574f0));
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(60, 20, 180, 140);
    painter.end();
    const QString path = m_folder.filePath(u"plot.png"_s);
    QVERIFY(image.save(path));
    show(path);
    QTRY_VERIFY(visible<ImageView>());
    QCOMPARE(m_pane->findChild<ImageView *>()->imageSize(), QSize(300, 180));
    QVERIFY2(facts().contains(u"300 × 180"_s), qPrintable(facts()));
    testing::takePictures(*m_pane, u"preview-image"_s);
}

void TstPreviewPane::aBrokenPictureIsShownAsBytes()
{
    show(put(u"broken.png"_s, QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16)));
    QTRY_VERIFY(visible<HexView>());
}

void TstPreviewPane::anArchiveIsListed()
{
    testing::ZipBuilder zip;
    zip.add("linux/", "").add("linux/vmlinux", QByteArray(5000, 'x')).add("linux/config.txt", "hello").add("readme.md", "x");
    show(zip.save(m_folder.filePath(u"a.zip"_s)));
    auto *entries = visible<QTreeView>();
    QVERIFY(entries);
    QCOMPARE(entries->model()->rowCount(), 4);
    QCOMPARE(entries->model()->index(1, 0).data(), u"linux/vmlinux"_s);
    testing::takePictures(*m_pane, u"preview-archive"_s);
}

void TstPreviewPane::thousandsOfEntriesCostNothingBeforeTheyAreSeen()
{
    testing::ZipBuilder zip;
    for (int i = 0; i < 10'000; ++i)
        zip.add("folder/entry-" + QByteArray::number(i) + ".txt", "x");
    const QString path = zip.save(m_folder.filePath(u"many.zip"_s));
    testing::Watchdog watchdog;
    show(path);
    qInfo("10,000 entries: longest turn %.1f ms of processor time", watchdog.longest());
    QAbstractItemModel *model = visible<QTreeView>()->model();
    const QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model->rowCount(), 10'000);
    QCOMPARE(model->index(9'999, 0).data(), u"folder/entry-9999.txt"_s);
    QCOMPARE(model->index(9'999, 1).data(), u"1 B"_s);
    // Nothing is kept for a row that nobody looks at.
    QVERIFY(!qobject_cast<QStandardItemModel *>(model));
}

// Breaks for the user: a click on a disk image freezes the window.
void TstPreviewPane::bytesOfAHugeFileAreReadWhereOneLooks()
{
    QFile file(m_folder.filePath(u"disk.img"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("\0\1\2\3Punchcard\xff", 14));
    QVERIFY(file.resize(qint64(4) << 30)); // sparse
    QVERIFY(file.seek((qint64(4) << 30) - 5));
    file.write("end\0\0", 5);
    file.close();
    show(file.fileName());
    auto *bytes = visible<HexView>();
    QVERIFY(bytes);
    QTRY_VERIFY(!bytes->lineText(0).isEmpty());
    QCOMPARE(bytes->lineText(0), u"00000000  00 01 02 03 50 75 6e 63  68 63 61 72 64 ff 00 00  ····Punchcard···"_s);
    testing::takePictures(*m_pane, u"preview-bytes"_s);
    bytes->verticalScrollBar()->setValue(bytes->verticalScrollBar()->maximum());
    const qint64 last = (qint64(4) << 30) / 16 - 1;
    QTRY_VERIFY(bytes->lineText(last).contains(u"end"_s));
}

void TstPreviewPane::anEmptyFileSaysSo()
{
    show(put(u"empty"_s, {}));
    QVERIFY(m_pane->findChild<QLabel *>(u"previewTitle"_s)->isVisible());
    QVERIFY(facts().contains(u"0 B"_s));
}

void TstPreviewPane::aVanishedFileSaysSo()
{
    show(m_folder.filePath(u"nothing"_s));
    QVERIFY(m_pane->file().isEmpty());
}

void TstPreviewPane::theLastChosenWins()
{
    const QString first = put(u"first.txt"_s, "first");
    const QString second = put(u"second.txt"_s, "second");
    m_pane->showFile(first);
    show(second);
    QCOMPARE(m_pane->findChild<QPlainTextEdit *>(u"previewText"_s)->toPlainText(), u"second"_s);
}

PUNCHCARD_TEST(TstPreviewPane, tst_previewpane)
#include "tst_previewpane.moc"
