package scot.nrm.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.documents.SampleFiles.image;
import static scot.nrm.documents.SampleFiles.photograph;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a picture when it is given out. */
@Tag("quick")
class PictureTest {

  private static final String PLACE = "55.8642N 4.2518W";

  /** APP1 with one tag: to be turned by 90 degrees. */
  private static final String TURNED =
      "\u00FF\u00E1\0\42Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0";

  @Test
  void aPhotographSaysNothingButHowItIsTurned() {
    byte[] given = Picture.withoutData(FileType.JPEG, photograph(PLACE)).orElseThrow();

    byte[] plain = image("jpg");
    assertThat(new String(given, StandardCharsets.ISO_8859_1))
        .doesNotContain(PLACE)
        .isEqualTo(
            "\u00FF\u00D8"
                + TURNED
                + new String(plain, 2, plain.length - 2, StandardCharsets.ISO_8859_1));
  }

  @Test
  void aPngKeepsOnlyWhatIsShown() throws IOException {
    byte[] plain = image("png");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 33);
    for (String type : new String[] {"tEXt", "iTXt", "zTXt", "eXIf", "tIME", "caBX"}) {
      out.writeBytes(chunk(type, PLACE));
    }
    out.writeBytes(chunk("pHYs", "\0\0\1\0\0\0\1\0\1"));
    out.write(plain, 33, plain.length - 33);
    out.writeBytes(SampleFiles.text(PLACE));

    byte[] given = Picture.withoutData(FileType.PNG, out.toByteArray()).orElseThrow();

    assertThat(new String(given, StandardCharsets.ISO_8859_1))
        .contains("pHYs")
        .doesNotContain(PLACE, "tEXt", "iTXt", "zTXt", "eXIf", "tIME", "caBX");
    assertThat(given).hasSize(plain.length + 21);
    assertThat(pixels(given)).isEqualTo(pixels(plain));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void aPictureWithoutDataStaysAsItIs(String format) {
    byte[] plain = image(format);
    FileType type = format.equals("png") ? FileType.PNG : FileType.JPEG;

    assertThat(Picture.withoutData(type, plain)).hasValue(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void aPictureThatEndsTooSoonIsDamagedWhereverItEnds(String format) {
    byte[] plain = image(format);
    FileType type = format.equals("png") ? FileType.PNG : FileType.JPEG;

    for (int length = 0; length < plain.length; length++) {
      assertThat(Picture.withoutData(type, Arrays.copyOf(plain, length)))
          .as("%d bytes", length)
          .isEmpty();
    }
  }

  private static byte[] chunk(String type, String content) {
    byte[] named = (type + content).getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(named);
    return ByteBuffer.allocate(named.length + 8)
        .putInt(content.length())
        .put(named)
        .putInt((int) sum.getValue())
        .array();
  }

  private static int[] pixels(byte[] picture) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
