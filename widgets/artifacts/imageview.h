// SPDX-License-Identifier: MIT
#pragma once

#include <QImage>
#include <QWidget>

namespace punchcard {

/// A picture on a checkerboard, as big as it is or as there is room for.
class ImageView : public QWidget
{
    Q_OBJECT

public:
    explicit ImageView(QWidget *parent = nullptr);

    /// Decodes @p path on the pool, made smaller beforehand when it is huge; decoded() or undecodable() follows.
    void setFile(const QString &path);
    [[nodiscard]] QSize imageSize() const { return m_size; }

signals:
    /// @p size is the picture's own.
    void decoded(const QSize &size);
    void undecodable();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QImage m_image;
    QSize m_size;
    int m_generation = 0;
};

} // namespace punchcard
