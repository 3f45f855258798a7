// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace punchcard {

/// What the pieces of a racer's bar stand for.
class RaceLegend : public QWidget
{
    Q_OBJECT

public:
    explicit RaceLegend(QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace punchcard
