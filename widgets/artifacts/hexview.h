// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractScrollArea>
#include <QCache>

namespace punchcard {

/// The bytes of a file, sixteen a line, however big it is: only the windows around what is seen are read, on the pool.
class HexView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit HexView(QWidget *parent = nullptr);

    void setFile(const QString &path, qint64 size);
    /// The line at the top as it is shown; for tests and for screen readers.
    [[nodiscard]] QString lineText(qint64 line);

signals:
    /// A window that was missing is here.
    void windowRead();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void updateBars();
    [[nodiscard]] double digitWidth() const;
    /// The bytes of a line, or nullopt when its window has to be read first (which is begun).
    [[nodiscard]] std::optional<QByteArray> bytesOf(qint64 line);

    QString m_path;
    qint64 m_size = 0;
    int m_generation = 0;
    QCache<qint64, QByteArray> m_windows;
    QSet<qint64> m_asked;
};

} // namespace punchcard
