package org.rlhfworkbench.lm.jinja;

import java.math.BigDecimal;
import java.util.Locale;
import org.rlhfworkbench.lm.jinja.Value.Real;
import org.rlhfworkbench.lm.jinja.Value.Whole;

/** Numbers as Python reads and writes them. */
final class Numbers {

    private Numbers() {}

    static Whole whole(Token token) {
        String digits = token.text().replace("_", "").toLowerCase(Locale.ROOT);
        int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0o") ? 8 : digits.startsWith("0b") ? 2 : 10;
        try {
            return new Whole(Long.parseLong(radix == 10 ? digits : digits.substring(2), radix));
        } catch (NumberFormatException e) {
            throw new TemplateException("the number " + token.text() + " is too large", token.line());
        }
    }

    static Real real(Token token) {
        return new Real(Double.parseDouble(token.text().replace("_", "")));
    }

    /** The shortest digits that mean this number, with an exponent below 1e-4 and from 1e16 on. */
    static String written(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        double magnitude = Math.abs(number);
        if (magnitude == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        if (magnitude >= 1e-4 && magnitude < 1e16) {
            return digits.scale() > 0 ? digits.toPlainString() : digits.toBigInteger() + ".0";
        }
        String unscaled = digits.unscaledValue().abs().toString();
        int exponent = unscaled.length() - 1 - digits.scale();
        String fraction = unscaled.length() > 1 ? "." + unscaled.substring(1) : "";
        return (number < 0 ? "-" : "")
                + unscaled.charAt(0)
                + fraction
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
