// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace punchcard {

/// One line that says what the marks of the HistoryChart mean.
class HistoryLegend : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryLegend(QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace punchcard
