// SPDX-License-Identifier: MIT
#include "tests/support/testmain.h"
#include "widgets/look/icons.h"

#include <QDir>
#include <QGuiApplication>
#include <QPainter>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstIcons : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void everyIconIsDrawn_data();
    void everyIconIsDrawn();
    void tintFollowsThePalette();
    void disabledIsQuieter();
    void sharpAtTwiceTheScale();
};

namespace {

QColor strongest(const QImage &image)
{
    QColor found = Qt::transparent;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > found.alpha())
                found = image.pixelColor(x, y);
        }
    }
    return found;
}

} // namespace

void TstIcons::everyIconIsDrawn_data()
{
    QTest::addColumn<QString>("name");
    // An icon that is not in the resource file would be an empty button.
    const QDir folder(qEnvironmentVariable("PUNCHCARD_SOURCE") + u"/resources/icons"_s);
    for (const QString &file : folder.entryList({u"*.svg"_s}))
        QTest::newRow(qPrintable(file)) << QFileInfo(file).completeBaseName();
}

void TstIcons::everyIconIsDrawn()
{
    QFETCH(const QString, name);
    const QIcon icon = look::icon(name);
    QVERIFY(!icon.isNull());
    QVERIFY(strongest(icon.pixmap(QSize(16, 16), 1.0).toImage()).alpha() > 100);
}

void TstIcons::tintFollowsThePalette()
{
    const QPalette before = QGuiApplication::palette();
    QPalette dark = before;
    dark.setColor(QPalette::WindowText, Qt::white);
    dark.setColor(QPalette::Window, Qt::black);
    dark.setColor(QPalette::Base, Qt::black);
    dark.setColor(QPalette::Text, Qt::white);
    const QIcon icon = look::icon(u"cancel"_s);
    QGuiApplication::setPalette(dark);
    const QColor onDark = strongest(icon.pixmap(QSize(16, 16), 1.0).toImage());
    QGuiApplication::setPalette(before);
    const QColor onLight = strongest(icon.pixmap(QSize(16, 16), 1.0).toImage());
    QVERIFY(onDark.lightness() > 180);
    QVERIFY(onLight.lightness() < 120);
}

void TstIcons::disabledIsQuieter()
{
    const QIcon icon = look::icon(u"cancel"_s);
    const QColor normal = strongest(icon.pixmap(QSize(16, 16), 1.0).toImage());
    const QColor disabled = strongest(icon.pixmap(QSize(16, 16), 1.0, QIcon::Disabled).toImage());
    QVERIFY(normal != disabled);
}

void TstIcons::sharpAtTwiceTheScale()
{
    const QPixmap pixmap = look::icon(u"cancel"_s).pixmap(QSize(16, 16), 2.0);
    QCOMPARE(pixmap.size(), QSize(32, 32));
    QCOMPARE(pixmap.devicePixelRatio(), 2.0);
    QImage image(64, 64, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(2);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    look::paintIcon(painter, QRectF(0, 0, 16, 16), u"cancel"_s, Qt::black);
    painter.end();
    QCOMPARE(strongest(image).alpha(), 255);
}

PUNCHCARD_TEST(TstIcons, tst_icons)
#include "tst_icons.moc"
