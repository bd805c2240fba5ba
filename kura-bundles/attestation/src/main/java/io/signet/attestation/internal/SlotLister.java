package io.signet.attestation.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.ProviderException;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The main class of a process that lists the tokens of a PKCS#11 module: one line each, slot, serial number and label with
 * tabs between. Needs no other class but Java's. Logs in nowhere.
 */
public final class SlotLister {
    private static final int SLOTS_MAX = 64;
    private static final String SLOTS = "Slots with tokens: ";
    private static final String LABEL = "  label: ";
    private static final String SERIAL = "  serialNumber: ";

    private SlotLister() {}

    /** A slot with a token in it. */
    record Slot(int number, String serial, String label) {
        @Override
        public String toString() {
            return "slot-id=" + number + ";token=" + label + ";serial=" + serial;
        }
    }

    /**
     * Lists; exit code 1 with a message if the module can't be used.
     *
     * @param arguments the module's file
     */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        try {
            for (int slot : slots(infoOf(arguments[0], "slotListIndex = 0"))) {
                String info = infoOf(arguments[0], "slot = " + slot);
                if (info.contains(LABEL)) { // else there is a token that nobody has initialised
                    out.println(slot + "\t" + value(info, SERIAL) + "\t" + value(info, LABEL));
                }
            }
            out.flush();
        } catch (RuntimeException e) {
            out.println(e + (e.getCause() == null ? "" : ": " + e.getCause().getMessage()));
            System.exit(1);
        }
    }

    /** What the provider prints of a slot when told to, before it fails if the slot's token is of no use yet. */
    private static String infoOf(String module, String slot) {
        PrintStream before = System.out;
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        System.setOut(new PrintStream(info, true, StandardCharsets.UTF_8));
        try {
            Security.getProvider("SunPKCS11")
                    .configure("--name = list\nlibrary = \"" + module + "\"\n" + slot + "\nshowInfo = true\n");
        } catch (ProviderException e) {
            if (!info.toString(StandardCharsets.UTF_8).contains(SLOTS)) {
                throw e;
            }
        } finally {
            System.setOut(before);
        }
        return info.toString(StandardCharsets.UTF_8);
    }

    /** The slots that {@code info} lists as having tokens. */
    static List<Integer> slots(String info) {
        return info.lines()
                .filter(line -> line.startsWith(SLOTS))
                .flatMap(line -> Stream.of(line.substring(SLOTS.length()).split(",")))
                .map(SlotLister::number)
                .flatMapToInt(OptionalInt::stream)
                .limit(SLOTS_MAX)
                .boxed()
                .toList();
    }

    private static OptionalInt number(String text) {
        try {
            return OptionalInt.of(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalInt.empty(); // "(none)", or a number that Java's provider can't be told
        }
    }

    /** The value after {@code key} in {@code info}, without the blanks that fill PKCS#11's fields. */
    static String value(String info, String key) {
        Optional<String> found =
                info.lines().filter(line -> line.startsWith(key)).findFirst();
        return found.map(line -> line.substring(key.length()).strip()).orElse("");
    }

    /** What {@link #main} printed. */
    static List<Slot> parse(String lines) throws IOException {
        List<Slot> slots = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            String[] fields = line.split("\t", 3);
            OptionalInt number = number(fields[0]);
            if (fields.length != 3 || number.isEmpty()) {
                throw new IOException("not a slot: " + line);
            }
            slots.add(new Slot(number.getAsInt(), fields[1], fields[2]));
        }
        return List.copyOf(slots);
    }
}
