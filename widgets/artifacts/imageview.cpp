// SPDX-License-Identifier: MIT
#include "widgets/artifacts/imageview.h"

#include "core/base/onpool.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QImageReader>
#include <QPainter>

namespace punchcard {

namespace {

constexpr int square = 8;
constexpr int largestSide = 2048;

struct Decoded
{
    QImage image;
    QSize size;
};

Result<Decoded> decode(const QString &path)
{
    QImageReader reader(path);
    reader.setAutoTransform(true);
    reader.setDecideFormatFromContent(true);
    Decoded decoded{.image = {}, .size = reader.size()};
    if (decoded.size.isValid() && std::max(decoded.size.width(), decoded.size.height()) > largestSide)
        reader.setScaledSize(decoded.size.scaled(largestSide, largestSide, Qt::KeepAspectRatio));
    decoded.image = reader.read();
    if (decoded.image.isNull())
        return Error{.kind = Error::Kind::Malformed, .what = reader.errorString()};
    if (!decoded.size.isValid())
        decoded.size = decoded.image.size();
    if (reader.transformation() & QImageIOHandler::TransformationRotate90)
        decoded.size.transpose();
    return decoded;
}

} // namespace

ImageView::ImageView(QWidget *parent)
    : QWidget(parent)
{
    setObjectName("imageView");
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

void ImageView::setFile(const QString &path)
{
    m_image = {};
    m_size = {};
    update();
    const Context context;
    const auto decoding = [path] { return decode(path); };
    QCoro::connect(onPool(context, decoding), this, [this, generation = ++m_generation](const Result<Decoded> &result) {
        if (generation != m_generation)
            return;
        if (!result) {
            emit undecodable();
            return;
        }
        m_image = result->image;
        m_size = result->size;
        setAccessibleName(tr("Picture of %1 by %2 pixels").arg(m_size.width()).arg(m_size.height()));
        update();
        emit decoded(m_size);
    });
}

void ImageView::paintEvent(QPaintEvent *)
{
    if (m_image.isNull())
        return;
    QPainter painter(this);
    const QSize room = size() - QSize(2 * look::wideGap, 2 * look::wideGap);
    const QSize natural = m_size / devicePixelRatio();
    const QSize shown = natural.width() <= room.width() && natural.height() <= room.height()
        ? natural.expandedTo({1, 1})
        : m_size.scaled(room.expandedTo({1, 1}), Qt::KeepAspectRatio);
    const QRect place(QPoint((width() - shown.width()) / 2, (height() - shown.height()) / 2), shown);
    if (m_image.hasAlphaChannel()) {
        const bool dark = look::isDark(palette());
        painter.fillRect(place, dark ? QColor(0x2b2b2b) : QColor(0xffffff));
        painter.setClipRect(place);
        const QColor other = dark ? QColor(0x3a3a3a) : QColor(0xe6e6e6);
        for (int y = 0; y * square < place.height(); ++y) {
            for (int x = y % 2; x * square < place.width(); x += 2)
                painter.fillRect(place.left() + x * square, place.top() + y * square, square, square, other);
        }
        painter.setClipping(false);
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(place, m_image);
}

} // namespace punchcard
